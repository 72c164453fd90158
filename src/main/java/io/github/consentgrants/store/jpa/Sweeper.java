package io.github.consentgrants.store.jpa;

import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.store.jpa.SweepRules.Verdict;
import jakarta.persistence.OptimisticLockException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.ScheduledTask;
import org.keycloak.timer.TaskRunner;
import org.keycloak.timer.TimerProvider;

/**
 * Keeps the table small. Scheduled on every node; the cluster's lock lets one run at a time. That lock only saves work:
 * each batch moves the position that all nodes share in its own transaction. So two sweepers, such as those of a
 * cluster that has split, exclude each other in the database.
 */
final class Sweeper implements TaskRunner, ScheduledTask {
    private static final String NAME = "consent-grant-sweep";
    private static final double MILLIS_IN_A_SECOND = 1000;
    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    private final KeycloakSessionFactory factory;
    private final SweepSettings settings;
    private volatile boolean stopped;

    /** When the last pass over all rows ended, as far as this node knows; at first, when this node began to sweep. */
    private volatile long lastPassAt;

    Sweeper(KeycloakSessionFactory factory, SweepSettings settings) {
        this.factory = factory;
        this.settings = settings;
    }

    void schedule() {
        if (settings.interval().isZero()) {
            LOG.info("The sweep of consent grants is switched off on this server");
            return;
        }
        Stream.of(Verdict.values())
                .filter(verdict -> verdict != Verdict.KEEP)
                .forEach(verdict -> ConsentMetrics.swept(name(verdict), 0));
        lastPassAt = Time.currentTimeMillis();
        ConsentMetrics.sweepLag(() -> Math.max(0, Time.currentTimeMillis() - lastPassAt) / MILLIS_IN_A_SECOND);
        try (KeycloakSession session = factory.create()) {
            session.getProvider(TimerProvider.class)
                    .schedule(this, settings.interval().toMillis());
        }
    }

    /** Ends a run after its current batch. */
    void stop() {
        stopped = true;
    }

    /** Keycloak's timer has a single thread for all tasks, so the run is handed to an executor. */
    @Override
    public void run() {
        try (KeycloakSession session = factory.create()) {
            session.getProvider(ExecutorsProvider.class).getExecutor(NAME).execute(this::runIfNoOtherNodeDoes);
        }
    }

    private void runIfNoOtherNodeDoes() {
        try (KeycloakSession session = factory.create()) {
            int timeout = (int) settings.interval().toSeconds();
            session.getProvider(ClusterProvider.class).executeIfNotExecuted(NAME, timeout, () -> {
                sweep();
                return null;
            });
            noteLastPass();
        } catch (RuntimeException e) {
            LOG.warn("The sweep of consent grants failed; the next run goes on where this one stopped", e);
        }
    }

    /** Sweeps in this thread, without asking the cluster. */
    @Override
    public void run(KeycloakSession session) {
        sweep();
        noteLastPass();
    }

    /** Reads what all nodes share, so that each node exports the same lag, whichever of them sweeps. */
    private void noteLastPass() {
        long noted = KeycloakModelUtils.runJobInTransactionWithResult(
                factory,
                session -> SweepBatch.lastPassAt(
                        session.getProvider(JpaConnectionProvider.class).getEntityManager()));
        if (noted > 0) {
            lastPassAt = noted;
        }
    }

    /** Goes on until the pass has ended, but not into the next run. */
    private void sweep() {
        long start = System.nanoTime();
        Map<Verdict, Integer> total = new EnumMap<>(Verdict.class);
        SweepBatch.Result result;
        do {
            result = batch();
            result.swept().forEach((verdict, rows) -> count(verdict, rows, total));
        } while (!result.isLast() && isInTime(start) && pause());
        if (!total.isEmpty()) {
            LOG.infof("Swept consent grants: %s", total);
        }
    }

    private SweepBatch.Result batch() {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(
                    factory,
                    session -> new SweepBatch(
                                    session.getProvider(JpaConnectionProvider.class)
                                            .getEntityManager(),
                                    session.realms(),
                                    session.sessions(),
                                    settings,
                                    Time.currentTimeMillis())
                            .run());
        } catch (OptimisticLockException e) {
            // Under snapshot isolation the database reports the moved position as a conflict before the statement can
            // compare it.
            LOG.debug("Another sweeper is at work", e);
            return new SweepBatch.Result(Map.of(), true);
        }
    }

    /** Counts what has been committed. */
    private static void count(Verdict verdict, int rows, Map<Verdict, Integer> total) {
        if (rows > 0) {
            total.merge(verdict, rows, Integer::sum);
            ConsentMetrics.swept(name(verdict), rows);
        }
    }

    private static String name(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private boolean isInTime(long start) {
        Duration spent = Duration.ofNanos(System.nanoTime() - start);
        return spent.compareTo(settings.interval()) < 0;
    }

    private boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(settings.pause().toMillis());
            return !stopped;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public ScheduledTask getTask() {
        return this;
    }

    @Override
    public String getTaskName() {
        return NAME;
    }
}
