package io.github.consentgrants.fault;

import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.KeycloakNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("faults")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("Given a node with two database connections")
final class SmallPoolIT {
    @Test
    @DisplayName("when sixteen clients sign in at once, then every sign-in ends, and sign-ins succeed again")
    void twoConnections() throws Exception {
        // A node that looks for others takes four at least.
        List<String> arguments =
                List.of(KeycloakNode.ALONE, "--db-pool-initial-size=1", "--db-pool-min-size=1", "--db-pool-max-size=2");
        try (KeycloakCluster cluster = KeycloakCluster.start(1, Map.of(), arguments);
                Scene scene = new Scene(cluster)) {
            scene.withClients(1).during(() -> scene.withClients(16)).recoversAndHolds();
        }
    }
}
