package io.github.consentgrants.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.history.RevocationRaces;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.TestRealm;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("cluster")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("Given approvals on three nodes, each request to the next node")
final class RevocationClusterIT {
    private static final int NODES = 3;
    private static final int ROUNDS = Integer.getInteger("cluster.rounds", 30);

    @Test
    @DisplayName("when they are taken back while they are used, then nothing is granted after the acknowledgement")
    void raced() {
        try (KeycloakCluster cluster = KeycloakCluster.start(NODES);
                TestRealm realm = TestRealm.create(cluster)) {
            RevocationRaces races = new RevocationRaces(realm);
            for (int round = 0; round < ROUNDS; round++) {
                races.tokens();
                races.code();
                races.click();
            }
            System.out.println(races.summary());
            assertThat(races.violations()).isEmpty();
            assertThat(races.hasBothOrders()).isTrue();
        }
    }
}
