package io.github.consentgrants.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.history.GrantRows;
import io.github.consentgrants.history.History;
import io.github.consentgrants.history.HistoryChecker;
import io.github.consentgrants.history.RecordedSignIn;
import io.github.consentgrants.history.RecordedStore;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A realm on a cluster with clients that sign in all the time: something is broken under them, then the checker judges. */
final class Scene implements AutoCloseable {
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final KeycloakCluster cluster;
    private final TestRealm realm;
    private final String realmId;
    private final History history = new History();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean over = new AtomicBoolean();
    private HistoryChecker checker = HistoryChecker.underFaults();
    private List<CompletableFuture<Void>> load = List.of();

    Scene(KeycloakCluster cluster) {
        this.cluster = cluster;
        this.realm = patiently(() -> TestRealm.create(cluster));
        this.realmId = patiently(realm::id);
    }

    /** Repeats what the fault before may have made fail: connections that were cut are noticed when they are used. */
    private static <T> T patiently(Supplier<T> work) {
        Instant deadline = Instant.now().plus(RECOVERY);
        while (true) {
            try {
                return work.get();
            } catch (IllegalStateException e) {
                if (Instant.now().isAfter(deadline)) {
                    throw e;
                }
            }
        }
    }

    /** What is done to the system; may throw anything. */
    @FunctionalInterface
    interface Fault {
        void happen() throws Exception;
    }

    /** Lets another checker judge. */
    Scene judgedBy(HistoryChecker other) {
        checker = other;
        return this;
    }

    /** Starts so many clients that sign in until the scene is judged, and waits until each has had a code. */
    Scene withClients(int number) throws InterruptedException {
        List<AtomicBoolean> warm =
                IntStream.range(0, number).mapToObj(i -> new AtomicBoolean()).toList();
        load = warm.stream()
                .map(first -> CompletableFuture.runAsync(() -> signInUntilOver(first), threads))
                .toList();
        Instant deadline = Instant.now().plus(RECOVERY);
        while (!warm.stream().allMatch(AtomicBoolean::get) && Instant.now().isBefore(deadline)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(warm).allMatch(AtomicBoolean::get);
        return this;
    }

    private void signInUntilOver(AtomicBoolean first) {
        UserAgent agent = new UserAgent();
        while (!over.get()) {
            boolean code = new RecordedSignIn(history, realm.app(), agent).run("alice");
            first.compareAndSet(false, code);
            if (!code) {
                agent = new UserAgent();
            }
        }
    }

    /** Lets something happen under the load, and some time pass. */
    Scene during(Fault fault) throws Exception {
        fault.happen();
        TimeUnit.SECONDS.sleep(2);
        return this;
    }

    /** Returns the store of a node, recorded in the same history. */
    RecordedStore store(int node) {
        return new RecordedStore(
                history, cluster.node(node).name(), cluster.node(node).baseUrl(), realm.name());
    }

    RecordedSignIn signIn(UserAgent agent) {
        return new RecordedSignIn(history, realm.app(), agent);
    }

    History history() {
        return history;
    }

    TestRealm realm() {
        return realm;
    }

    ExecutorService threads() {
        return threads;
    }

    /** Nobody restarts Keycloak: within a minute sign-ins must succeed again, five in a row; then the checker judges. */
    void recoversAndHolds() throws Exception {
        over.set(true);
        load.forEach(client -> client.orTimeout(3, TimeUnit.MINUTES).join());
        Instant deadline = Instant.now().plus(RECOVERY);
        int inARow = 0;
        while (inARow < 5 && Instant.now().isBefore(deadline)) {
            inARow = signIn(new UserAgent()).run("alice") ? inARow + 1 : 0;
        }
        System.out.println(history.summary());
        history.failures().forEach(System.out::println);
        assertThat(inARow).as("sign-ins after the fault: %s", history.summary()).isEqualTo(5);
        holds();
    }

    void holds() throws SQLException {
        assertThat(violations()).isEmpty();
    }

    /** What the checker says. */
    List<String> violations() throws SQLException {
        return checker.check(history, GrantRows.of(cluster, realmId));
    }

    @Override
    public void close() {
        over.set(true);
        threads.shutdownNow();
        patiently(() -> {
            realm.close();
            return realm;
        });
    }
}
