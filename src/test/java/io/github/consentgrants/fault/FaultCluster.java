package io.github.consentgrants.fault;

import io.github.consentgrants.testing.KeycloakCluster;
import java.util.List;
import java.util.Map;

/** The two nodes that the tests of faults share. */
final class FaultCluster {
    private static KeycloakCluster cluster;

    private FaultCluster() {}

    static synchronized KeycloakCluster shared() {
        if (cluster == null) {
            // Commits that are not waited for stay in memory for ten seconds, so that a kill shows them.
            cluster = KeycloakCluster.start(2, Map.of("wal_writer_delay", "10s"), List.of());
        }
        return cluster;
    }
}
