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
import java.util.Optional;
import java.util.TreeMap;

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
            try (ServerCost cost = ServerCost.of(server.nodes().get(0).pid())) {
                commits(server, stock, nodes, settings, report);
                for (int clients : new int[] {1, 4}) {
                    String what = "consent sign-in, " + clients + (clients == 1 ? " client" : " clients");
                    try (SignIns baseline = signIns(stock, "&prompt=consent", nodes, clients, settings, cost);
                            SignIns action = signIns(alone, "", nodes, clients, settings, cost);
                            SignIns authenticator = signIns(both, "", nodes, clients, settings, cost)) {
                        Rounds rounds = new Rounds(settings, report);
                        Named stockPage = new Named("stock consent", baseline);
                        rounds.compare(what, goals(1.00, 1.00), stockPage, new Named("with authenticator", authenticator));
                        rounds.compare(what, goals(1.20, 0.85), stockPage, new Named("required action", action));
                    }
                }
            }
        }
    }

    private static void commits(
            KeycloakCluster server, TestRealm stock, List<URI> nodes, Settings settings, Report report)
            throws Exception {
        try (SignIns baseline =
                        new SignIns(stock, "app", "&prompt=consent", nodes, 1, settings.round(), Optional.empty())
                                .warmedUp(WARM_UP);
                Commits commits = new Commits(server, settings.round())) {
            new Rounds(settings, report)
                    .compare(
                            "what one synchronous commit costs",
                            Map.of(SignIns.MEDIAN, Goal.reported()),
                            new Named("stock consent", baseline),
                            new Named("one row by JDBC", commits));
        }
    }

    private static SignIns signIns(
            TestRealm realm, String parameters, List<URI> nodes, int clients, Settings settings, ServerCost cost)
            throws Exception {
        return new SignIns(realm, "app", parameters, nodes, clients, settings.round(), Optional.of(cost))
                .warmedUp(WARM_UP);
    }

    private static Map<String, Goal> goals(double median, double rate) {
        return new TreeMap<>(Map.of(
                SignIns.MEDIAN, Goal.atMost(median),
                SignIns.TAIL, Goal.atMost(1.25),
                SignIns.RATE, Goal.atLeast(rate),
                SignIns.PROCESSOR, Goal.atMost(1.3),
                SignIns.ALLOCATED, Goal.atMost(1.3)));
    }
}
