package io.github.consentgrants.bench.page;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Rendering the page against rendering Keycloak's own consent page: the same client, user and scopes, one server. */
public final class PageSuite implements Suite {
    private static final double LIMIT = 1.15;
    private static final int LOADS = 200;
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
            new Rounds(settings, report)
                    .compare(
                            "consent page, rendered",
                            Map.of(METRIC, Goal.atMost(LIMIT)),
                            new Rounds.Named("stock", loads(stock, "kc-oauth")),
                            new Rounds.Named("page", loads(ours, Browser.FORM)));
        }
    }

    /** Reloads one page again and again; each is made anew from what is current then. */
    private static Subject loads(TestRealm realm, String elementId) {
        UserAgent agent = new UserAgent();
        Page page = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
        return () -> {
            double[] millis = new double[LOADS];
            for (int i = 0; i < LOADS; i++) {
                long start = System.nanoTime();
                Page loaded = agent.open(page.address());
                millis[i] = (System.nanoTime() - start) / 1e6;
                if (!loaded.response().body().contains("id=\"" + elementId + "\"")) {
                    throw new IllegalStateException("Not the page: " + loaded.status() + " " + loaded.text());
                }
            }
            Arrays.sort(millis);
            return Map.of(METRIC, millis[LOADS / 2]);
        };
    }
}
