package io.github.consentgrants.bench.signin;

import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Rounds;
import io.github.consentgrants.bench.Rounds.Named;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Suite;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.TestRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * The whole consent sign-in (single sign-on, page, click, code) against Keycloak's own consent page, which
 * {@code prompt=consent} makes it show, on the same server.
 */
public final class ConsentSuite implements Suite {
    private static final int WARM_UP = Integer.getInteger("bench.signin.warmup", 1000);

    @Override
    public String id() {
        return "consent";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (KeycloakCluster server = ProductionServer.withJar(1);
                TestRealm stock = TestRealm.create(
                        server, TestRealm.Option.WITHOUT_ACTION, TestRealm.Option.WITHOUT_AUTHENTICATOR);
                TestRealm alone = TestRealm.create(server, TestRealm.Option.WITHOUT_AUTHENTICATOR);
                TestRealm both = TestRealm.create(server)) {
            List<URI> nodes = ProductionServer.addresses(server);
            try (SignIns baseline = signIns(stock, "&prompt=consent", nodes, 1, settings);
                    Commits commits = new Commits(server, settings.round())) {
                new Rounds(settings, report)
                        .compare(
                                "what one synchronous commit costs",
                                Map.of(SignIns.MEDIAN, Goal.reported()),
                                new Named("stock consent", baseline),
                                new Named("one row by JDBC", commits));
            }
            for (int clients : new int[] {1, 4}) {
                String what = "consent sign-in, " + clients + (clients == 1 ? " client" : " clients");
                try (SignIns baseline = signIns(stock, "&prompt=consent", nodes, clients, settings);
                        SignIns action = signIns(alone, "", nodes, clients, settings);
                        SignIns authenticator = signIns(both, "", nodes, clients, settings)) {
                    Rounds rounds = new Rounds(settings, report);
                    Named stockPage = new Named("stock consent", baseline);
                    rounds.compare(what, goals(1.10, 0.9), stockPage, new Named("required action", action));
                    rounds.compare(what, goals(1.25, 0.8), stockPage, new Named("with authenticator", authenticator));
                }
            }
        }
    }

    private static SignIns signIns(TestRealm realm, String parameters, List<URI> nodes, int clients, Settings settings)
            throws Exception {
        return new SignIns(realm, "app", parameters, nodes, clients, settings.round()).warmedUp(WARM_UP);
    }

    private static Map<String, Goal> goals(double median, double rate) {
        return new java.util.TreeMap<>(Map.of(
                SignIns.MEDIAN, Goal.atMost(median),
                SignIns.TAIL, Goal.atMost(1.5),
                SignIns.RATE, Goal.atLeast(rate)));
    }
}
