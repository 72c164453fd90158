package io.github.consentgrants.bench.page;

import io.github.consentgrants.bench.AnyForm;
import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Rounds;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Subject;
import io.github.consentgrants.bench.Suite;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Showing the page of a request to a user who is signed in, against showing Keycloak's own consent page: the same client, user
 * and scopes, one server. Measured is the request to which the flow redirects, and whose answer is the page.
 */
public final class PageSuite implements Suite {
    private static final double LIMIT = 1.05;
    /** What the just-in-time compiler needs, on either side, until the times stay. */
    private static final int WARM_UPS = 5;

    private static final int LOADS = 1_000;
    private static final String METRIC = "median ms";

    @Override
    public String id() {
        return "page";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (KeycloakServer server = KeycloakServer.start(
                        Database.POSTGRESQL,
                        List.of(KeycloakServer.productionJar()),
                        KeycloakServer.freePort(),
                        report::say);
                TestRealm stock = TestRealm.create(server, Option.WITHOUT_ACTION);
                TestRealm action = TestRealm.create(server, Option.WITHOUT_AUTHENTICATOR);
                TestRealm ours = TestRealm.create(server)) {
            Rounds rounds = new Rounds(settings, report);
            compare(rounds, "consent page, rendered", loads(stock, "kc-oauth", true), loads(action, Browser.FORM, true));
            compare(rounds, "from the request to the page", loads(stock, "kc-oauth", false), loads(ours, Browser.FORM, false));
        }
    }

    private static void compare(Rounds rounds, String name, Subject stock, Subject page) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            stock.round();
            page.round();
        }
        rounds.compare(
                name,
                Map.of(METRIC, Goal.atMost(LIMIT)),
                new Rounds.Named("stock", stock),
                new Rounds.Named("page", page));
    }

    /**
     * Shows the page of one request after the other; each is denied, which is not measured, before the next.
     *
     * @param pageOnly whether the request that leads to the page is not measured
     */
    private static Subject loads(TestRealm realm, String mark, boolean pageOnly) {
        UserAgent agent = new UserAgent();
        URI request = realm.app().request(Map.of("prompt", "consent"));
        answer(agent, Browser.signIn(agent, request, "alice"), mark, "accept");
        return () -> {
            double[] millis = new double[LOADS];
            for (int i = 0; i < LOADS; i++) {
                URI address = pageOnly ? agent.send("GET", request, null).location() : request;
                long start = System.nanoTime();
                Page page = agent.send("GET", address, null);
                while (page.isRedirect()) {
                    page = agent.send("GET", page.location(), null);
                }
                millis[i] = (System.nanoTime() - start) / 1e6;
                answer(agent, page, mark, "cancel");
            }
            Arrays.sort(millis);
            return Map.of(METRIC, millis[LOADS / 2]);
        };
    }

    private static void answer(UserAgent agent, Page page, String mark, String button) {
        if (!page.response().body().contains("id=\"" + mark + "\"")) {
            throw new IllegalStateException("Not the page: " + page.status() + " " + page.text());
        }
        AnyForm.answer(agent, page, button);
    }
}
