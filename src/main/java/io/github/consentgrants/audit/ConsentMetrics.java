package io.github.consentgrants.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.common.util.Time;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/**
 * Metrics in the registry that Keycloak exports ({@code --metrics-enabled=true}). A success is counted when its transaction
 * has committed, all else at once. No label names a realm, client or user, so that their number stays small.
 */
public final class ConsentMetrics {
    private static final String PREFIX = "keycloak.consent.grants.";
    private static final String DECIDED = PREFIX + "decided";
    private static final String DECISION = "decision";
    private static final String GRANTED = "granted";
    private static final String DENIED = "denied";
    private static final String REASON = "reason";
    private static final String WHY = "why";
    private static final int TIMESTAMP_SHIFT = 16;

    /** The seconds in which users decide: below 2 nobody has read, above 1800 the page has expired. */
    private static final int[] DECISION_SECONDS = {1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800};

    private static final int[] STORE_MILLIS = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000};

    private static final Counter PAGES = Metrics.counter(PREFIX + "pages");
    private static final Timer GRANTED_AFTER = decisionTimer(GRANTED);
    private static final Timer DENIED_AFTER = decisionTimer(DENIED);

    private ConsentMetrics() {}

    /** Exports what has not happened yet as 0, so that the first time is an increase that an alert sees. */
    static void prepare(Stream<String> reasons) {
        reasons.forEach(reason -> Metrics.counter(PREFIX + "refused", REASON, reason));
        Stream.of(GRANTED, DENIED).forEach(decision -> Metrics.counter(DECIDED, DECISION, decision));
        Stream.of("consumed", "redeemed").forEach(name -> Metrics.counter(PREFIX + name));
    }

    /** A page was shown; a reload counts too. */
    static void pageShown() {
        PAGES.increment();
    }

    static void granted(KeycloakSession session, String grantId) {
        onCommit(session, Metrics.counter(DECIDED, DECISION, GRANTED), GRANTED_AFTER, grantId);
    }

    static void denied(KeycloakSession session, String grantId) {
        onCommit(session, Metrics.counter(DECIDED, DECISION, DENIED), DENIED_AFTER, grantId);
    }

    static void refused(String reason) {
        Metrics.counter(PREFIX + "refused", REASON, reason).increment();
    }

    /** This transaction consumes a grant. */
    public static void consumed(KeycloakSession session) {
        onCommit(session, Metrics.counter(PREFIX + "consumed")::increment);
    }

    /** This transaction redeems a grant. */
    public static void redeemed(KeycloakSession session) {
        onCommit(session, Metrics.counter(PREFIX + "redeemed")::increment);
    }

    /** This transaction takes so many grants back, for this reason. */
    static void revoked(KeycloakSession session, String why, int grants) {
        onCommit(session, () -> Metrics.counter(PREFIX + "revoked", WHY, why).increment(grants));
    }

    /** The sweep has deleted or pseudonymized so many rows, for this reason. */
    public static void swept(String reason, int rows) {
        Metrics.counter(PREFIX + "swept", REASON, reason).increment(rows);
    }

    /** An administrator was let in to a call of the admin API. */
    public static void called(String call) {
        Metrics.counter(PREFIX + "admin.calls", "call", call).increment();
    }

    /** Exports how many seconds ago the sweep came to the end of the table. */
    public static void sweepLag(Supplier<Number> seconds) {
        Gauge.builder(PREFIX + "sweep.lag", seconds).baseUnit("seconds").register(Metrics.globalRegistry);
    }

    /** Returns the timer of an operation of the store. */
    public static Timer storeTimer(String operation) {
        return Timer.builder(PREFIX + "store")
                .tag("operation", operation)
                .serviceLevelObjectives(
                        Arrays.stream(STORE_MILLIS).mapToObj(Duration::ofMillis).toArray(Duration[]::new))
                .register(Metrics.globalRegistry);
    }

    private static Timer decisionTimer(String decision) {
        return Timer.builder(PREFIX + "decision")
                .tag(DECISION, decision)
                .serviceLevelObjectives(Arrays.stream(DECISION_SECONDS)
                        .mapToObj(Duration::ofSeconds)
                        .toArray(Duration[]::new))
                .register(Metrics.globalRegistry);
    }

    private static void onCommit(KeycloakSession session, Counter counter, Timer after, String grantId) {
        long shownAt = millis(grantId);
        onCommit(session, () -> {
            counter.increment();
            if (shownAt > 0) {
                after.record(Math.max(0, Time.currentTimeMillis() - shownAt), TimeUnit.MILLISECONDS);
            }
        });
    }

    /** The id of a grant is that of its page, a UUID of version 7, which holds the time at which the page was first shown. */
    private static long millis(String grantId) {
        try {
            return UUID.fromString(grantId).getMostSignificantBits() >>> TIMESTAMP_SHIFT;
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    private static void onCommit(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                work.run();
            }

            @Override
            protected void rollbackImpl() {
                // Nothing has happened.
            }
        });
    }
}
