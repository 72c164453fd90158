package io.github.consentgrants.bench.signin;

import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Rounds;
import io.github.consentgrants.bench.Rounds.Named;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Suite;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.KeycloakNode;
import java.util.Map;

/** How long an optimized Keycloak takes from its launch until it is ready, with tables that are there already. */
public final class StartSuite implements Suite {
    private static final String SECONDS = "seconds";

    @Override
    public String id() {
        return "start";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (KeycloakCluster with = ProductionServer.withJar(1);
                KeycloakCluster without = ProductionServer.withoutJar(1)) {
            KeycloakNode ours = with.node(0);
            KeycloakNode stock = without.node(0);
            ours.stop();
            stock.stop();
            new Rounds(settings, report)
                    .compare(
                            "start",
                            Map.of(SECONDS, Goal.atMost(1.05)),
                            new Named("without the jar", () -> start(stock)),
                            new Named("with the jar", () -> start(ours)));
        }
    }

    private static Map<String, Double> start(KeycloakNode node) {
        long start = System.nanoTime();
        node.start();
        double seconds = (System.nanoTime() - start) / 1e9;
        node.stop();
        return Map.of(SECONDS, seconds);
    }
}
