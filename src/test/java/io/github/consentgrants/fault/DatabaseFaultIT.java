package io.github.consentgrants.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.history.Operation.Kind;
import io.github.consentgrants.history.Operation.Outcome;
import io.github.consentgrants.history.RecordedStore;
import io.github.consentgrants.history.RecordedStore.Minted;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.PostgresServer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("faults")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("Given two nodes under load and a PostgreSQL that fails")
final class DatabaseFaultIT {
    private static final int CLIENTS = 4;

    private final KeycloakCluster cluster = FaultCluster.shared();
    private final PostgresServer postgres = cluster.postgres();
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
    @DisplayName("when it is restarted, then every sign-in ends, nothing is lost, and sign-ins succeed again")
    void restart() throws Exception {
        scene.withClients(CLIENTS)
                .during(postgres::stop)
                .during(postgres::start)
                .recoversAndHolds();
    }

    @Test
    @DisplayName("when it is killed, then every sign-in ends, nothing acknowledged is lost, and sign-ins succeed again")
    void kill() throws Exception {
        scene.withClients(CLIENTS)
                .during(postgres::kill)
                .during(postgres::start)
                .recoversAndHolds();
    }

    @Test
    @DisplayName("when its connections are cut, again and again, then every sign-in ends and sign-ins succeed again")
    void cut() throws Exception {
        scene.withClients(CLIENTS);
        for (int i = 0; i < 5; i++) {
            scene.during(() -> assertThat(postgres.cutConnections()).isPositive());
        }
        scene.recoversAndHolds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock_timeout", "statement_timeout"})
    @DisplayName("when the table is locked for longer than a statement may take, then approvals are refused, not lost")
    void timeOut(String setting) throws Exception {
        postgres.set(setting, "300ms");
        try {
            scene.withClients(CLIENTS).during(() -> whileLocked(Duration.ofSeconds(3)));
            assertThat(scene.history().operations())
                    .anyMatch(operation -> operation.is(Kind.MINT, Outcome.REFUSED)
                            && operation.detail().startsWith("503"));
            scene.recoversAndHolds();
        } finally {
            postgres.reset(setting);
        }
    }

    private void whileLocked(Duration time) throws Exception {
        try (Connection connection = postgres.openConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL lock_timeout = 0");
            statement.execute("SET LOCAL statement_timeout = 0");
            statement.execute("LOCK TABLE cg_consent_grant IN ACCESS EXCLUSIVE MODE");
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
            connection.rollback();
        }
    }

    @Test
    @DisplayName("when two transactions deadlock over two grants, then one of them fails, the other keeps both, once")
    void deadlock() throws Exception {
        RecordedStore one = scene.store(0);
        RecordedStore two = scene.store(1);
        Minted first = one.mint().orElseThrow();
        Minted second = two.mint().orElseThrow();
        Duration hold = Duration.ofSeconds(1);
        CompletableFuture<Outcome> there =
                CompletableFuture.supplyAsync(() -> one.consumeBoth(first, second, hold), scene.threads());
        CompletableFuture<Outcome> back =
                CompletableFuture.supplyAsync(() -> two.consumeBoth(second, first, hold), scene.threads());
        assertThat(List.of(there.join(), back.join())).containsExactlyInAnyOrder(Outcome.OK, Outcome.SERVER_ERROR);
        scene.recoversAndHolds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeatable read", "serializable"})
    @DisplayName(
            "when its isolation is stricter than Keycloak expects, then conflicts are refusals and one caller wins")
    void serialization(String isolation) throws Exception {
        postgres.set("default_transaction_isolation", isolation);
        try {
            scene.withClients(2);
            Minted grant = mint(scene.store(0));
            List<Outcome> outcomes = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> scene.store(i % 2).consume(grant, Duration.ofSeconds(1)), scene.threads()))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            // Under read committed all losers would be told "consumed": this is the conflict that is meant.
            assertThat(outcomes).contains(Outcome.SERVER_ERROR);
            // PostgreSQL may fail all of them; then the grant is left to whoever comes next.
            for (int attempt = 0; attempt < 20 && consumed(grant) == 0; attempt++) {
                scene.store(0).consume(grant, Duration.ZERO);
            }
            assertThat(scene.store(0).consume(grant, Duration.ZERO)).isNotEqualTo(Outcome.OK);
            assertThat(consumed(grant)).isOne();
            scene.recoversAndHolds();
        } finally {
            postgres.reset("default_transaction_isolation");
        }
    }

    private long consumed(Minted grant) {
        return scene.history().operations().stream()
                .filter(operation -> operation.grant().equals(grant.page()) && operation.is(Kind.CONSUME, Outcome.OK))
                .count();
    }

    private static Minted mint(RecordedStore store) {
        return java.util.stream.Stream.generate(store::mint)
                .limit(20)
                .flatMap(java.util.Optional::stream)
                .findFirst()
                .orElseThrow();
    }
}
