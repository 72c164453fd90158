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
    private static final double LIMIT = 1.15;
    /** What the just-in-time compiler needs, on either side, until the times stay. */
    private static final int WARM_UPS = 5;

    private static final int LOADS = 2_000;
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
                TestRealm ours = TestRealm.create(server)) {
            Subject stockPage = loads(stock, "kc-oauth");
            Subject page = loads(ours, Browser.FORM);
            for (int i = 0; i < WARM_UPS; i++) {
                stockPage.round();
                page.round();
            }
            new Rounds(settings, report)
                    .compare(
                            "consent page, rendered",
                            Map.of(METRIC, Goal.atMost(LIMIT)),
                            new Rounds.Named("stock", stockPage),
                            new Rounds.Named("page", page));
        }
    }

    /** Shows the page of one request after the other; each is denied, which is not measured, before the next. */
    private static Subject loads(TestRealm realm, String mark) {
        UserAgent agent = new UserAgent();
        URI request = realm.app().request(Map.of("prompt", "consent"));
        answer(agent, Browser.signIn(agent, request, "alice"), mark, "accept");
        return () -> {
            double[] millis = new double[LOADS];
            for (int i = 0; i < LOADS; i++) {
                URI address = agent.send("GET", request, null).location();
                long start = System.nanoTime();
                Page page = agent.send("GET", address, null);
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
