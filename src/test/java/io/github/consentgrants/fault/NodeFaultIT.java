package io.github.consentgrants.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.history.HistoryChecker;
import io.github.consentgrants.history.Operation.Kind;
import io.github.consentgrants.history.Operation.Outcome;
import io.github.consentgrants.history.RecordedStore.Minted;
import io.github.consentgrants.testing.KeycloakCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("faults")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("Given two nodes of which one fails")
final class NodeFaultIT {
    private final KeycloakCluster cluster = FaultCluster.shared();
    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(cluster);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    @DisplayName("when it is killed in the middle of a consume, then the grant is left to the other node")
    void killedInTheMiddleOfAConsume() throws Exception {
        Minted grant = scene.store(0).mint().orElseThrow();
        CompletableFuture<Outcome> interrupted = CompletableFuture.supplyAsync(
                () -> scene.store(1).consume(grant, Duration.ofSeconds(30)), scene.threads());
        awaitLock(grant);
        cluster.node(1).kill();
        try {
            assertThat(interrupted.join()).isEqualTo(Outcome.UNKNOWN);
            assertThat(scene.store(0).consume(grant, Duration.ZERO)).isEqualTo(Outcome.OK);
            scene.recoversAndHolds();
        } finally {
            cluster.node(1).start();
        }
    }

    private void awaitLock(Minted grant) throws SQLException, InterruptedException {
        try (Connection connection = cluster.openConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT 1 FROM cg_consent_grant WHERE id = ? FOR UPDATE SKIP LOCKED")) {
            select.setString(1, grant.page());
            for (int i = 0; i < 300; i++) {
                try (ResultSet unlocked = select.executeQuery()) {
                    if (!unlocked.next()) {
                        return;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new AssertionError("The grant was never held by a consumer");
    }

    @Test
    @DisplayName("when it is killed under load, three times, then nothing is lost or doubled and the other one goes on")
    void killedUnderLoad() throws Exception {
        scene.withClients(3);
        for (int i = 0; i < 3; i++) {
            scene.during(cluster.node(1)::kill).during(cluster.node(1)::start);
        }
        scene.recoversAndHolds();
    }

    @Test
    @DisplayName("when its clock is ten minutes ahead or behind, then grants expire early or late, but are used once")
    void clock() throws Exception {
        scene.judgedBy(HistoryChecker.underWrongClocks()).withClients(3);
        try {
            for (int minutes : new int[] {10, -10}) {
                scene.during(() -> turn(minutes));
                TimeUnit.SECONDS.sleep(3);
            }
        } finally {
            turn(0);
        }
        scene.recoversAndHolds();
        assertThat(scene.history().count(Kind.CODE, Outcome.OK)).isPositive();
    }

    private void turn(int minutes) {
        cluster.node(1).probe(scene.realm().name()).call("clock", Map.of("offset", minutes * 60));
    }
}
