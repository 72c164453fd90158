package io.github.consentgrants.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/**
 * Counters in the registry that Keycloak exports ({@code --metrics-enabled=true}). A success is counted when its transaction
 * has committed, a refusal at once. No label names a realm, client or user, so that their number stays small.
 */
public final class ConsentMetrics {
    private static final String PREFIX = "keycloak.consent.grants.";
    private static final String DECISION = "decision";
    private static final String REASON = "reason";

    private ConsentMetrics() {}

    static void granted(KeycloakSession session) {
        onCommit(session, Metrics.counter(PREFIX + "decided", DECISION, "granted"));
    }

    static void denied(KeycloakSession session) {
        onCommit(session, Metrics.counter(PREFIX + "decided", DECISION, "denied"));
    }

    static void refused(String reason) {
        Metrics.counter(PREFIX + "refused", REASON, reason).increment();
    }

    /** This transaction consumes a grant. */
    public static void consumed(KeycloakSession session) {
        onCommit(session, Metrics.counter(PREFIX + "consumed"));
    }

    /** This transaction redeems a grant. */
    public static void redeemed(KeycloakSession session) {
        onCommit(session, Metrics.counter(PREFIX + "redeemed"));
    }

    /** The sweep has deleted or pseudonymized so many rows, for this reason. */
    public static void swept(String reason, int rows) {
        Metrics.counter(PREFIX + "swept", REASON, reason).increment(rows);
    }

    private static void onCommit(KeycloakSession session, Counter counter) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                counter.increment();
            }

            @Override
            protected void rollbackImpl() {
                // Nothing has happened.
            }
        });
    }
}
