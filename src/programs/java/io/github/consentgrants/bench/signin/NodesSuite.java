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

/** Consent sign-ins on one, two and three nodes with one database, each request on the next node. */
public final class NodesSuite implements Suite {
    private static final int NODES = 3;
    private static final int CLIENTS = 6;
    private static final int WARM_UP = Integer.getInteger("bench.signin.warmup", 1000);

    @Override
    public String id() {
        return "nodes";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (KeycloakCluster cluster = ProductionServer.withJar(NODES);
                TestRealm realm = TestRealm.create(cluster);
                SignIns one = signIns(realm, cluster, 1, settings)) {
            for (int nodes = 2; nodes <= NODES; nodes++) {
                try (SignIns more = signIns(realm, cluster, nodes, settings)) {
                    new Rounds(settings, report)
                            .compare(
                                    "consent sign-in, " + CLIENTS + " clients",
                                    Map.of(SignIns.RATE, Goal.reported(), SignIns.MEDIAN, Goal.reported()),
                                    new Named("1 node", one),
                                    new Named(nodes + " nodes", more));
                }
            }
        }
    }

    private static SignIns signIns(TestRealm realm, KeycloakCluster cluster, int nodes, Settings settings)
            throws Exception {
        List<URI> addresses = ProductionServer.addresses(cluster).subList(0, nodes);
        return new SignIns(realm, "app", "", addresses, CLIENTS, settings.round(), Optional.empty()).warmedUp(WARM_UP);
    }
}
