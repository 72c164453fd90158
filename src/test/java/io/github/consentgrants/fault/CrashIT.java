package io.github.consentgrants.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.history.Operation.Kind;
import io.github.consentgrants.history.Operation.Outcome;
import io.github.consentgrants.history.RecordedStore;
import io.github.consentgrants.history.RecordedStore.Minted;
import io.github.consentgrants.testing.KeycloakCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("faults")
@Timeout(value = 2, unit = TimeUnit.HOURS)
@DisplayName("Given a PostgreSQL that is killed with all its processes right after a consume was answered")
final class CrashIT {
    private static final int ROUNDS = Integer.getInteger("faults.crashes", 500);
    /** So many rounds show what is lost where nobody waits for the disk. */
    private static final int CONTROL_ROUNDS = 5;

    private static final int AT_ONCE = 4;

    private final KeycloakCluster cluster = FaultCluster.shared();
    private Scene scene;
    private RecordedStore store;

    @BeforeEach
    void open() {
        scene = new Scene(cluster);
        store = scene.store(0);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    @DisplayName("when it comes back, then every grant whose consume was acknowledged is still consumed")
    void survives() throws Exception {
        crash(ROUNDS);
        System.out.println(ROUNDS + " crashes: " + scene.history().summary());
        assertThat(scene.history().count(Kind.CONSUME, Outcome.OK)).isGreaterThanOrEqualTo(ROUNDS);
        assertThat(scene.violations()).isEmpty();
    }

    /** Without this nobody could tell whether the test above would see a loss. */
    @Test
    @DisplayName("when its commits are asynchronous, then consumes are lost, and the checker says so")
    void control() throws Exception {
        cluster.postgres().set("synchronous_commit", "off");
        try {
            crash(CONTROL_ROUNDS);
            assertThat(scene.violations()).isNotEmpty();
        } finally {
            cluster.postgres().reset("synchronous_commit");
        }
    }

    private void crash(int rounds) throws Exception {
        int crashes = 0;
        for (int attempt = 0; attempt < 2 * rounds && crashes < rounds; attempt++) {
            crashes += crashedRightAfterAnAnswer() ? 1 : 0;
        }
        assertThat(crashes).as("rounds in which a consume was acknowledged").isEqualTo(rounds);
    }

    /** Says whether there was an answer; connections that the last crash broke give none. */
    private boolean crashedRightAfterAnAnswer() throws Exception {
        List<Minted> grants = new ArrayList<>();
        for (int attempt = 0; attempt < 100 && grants.size() < AT_ONCE; attempt++) {
            store.mint().ifPresent(grants::add);
        }
        assertThat(grants).as("Keycloak has found PostgreSQL again").hasSize(AT_ONCE);
        // The mints of a control round must not be what is lost.
        cluster.postgres().execute("CHECKPOINT");
        CompletableFuture<Outcome> acknowledged = new CompletableFuture<>();
        CompletableFuture<Void> all = CompletableFuture.allOf(grants.stream()
                .map(grant -> CompletableFuture.runAsync(() -> consume(grant, acknowledged), scene.threads()))
                .toArray(CompletableFuture[]::new));
        CompletableFuture.anyOf(acknowledged, all).join();
        if (!acknowledged.isDone()) {
            return false;
        }
        cluster.postgres().kill();
        all.join();
        cluster.postgres().start();
        return true;
    }

    private void consume(Minted grant, CompletableFuture<Outcome> acknowledged) {
        Outcome outcome = store.consume(grant, Duration.ZERO);
        if (outcome == Outcome.OK) {
            acknowledged.complete(outcome);
        }
    }
}
