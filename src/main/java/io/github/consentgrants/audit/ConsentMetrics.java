package io.github.consentgrants.audit;

import io.micrometer.core.instrument.Metrics;

/**
 * Counters in the registry that Keycloak exports ({@code --metrics-enabled=true}). No label names a realm, client or user,
 * so that their number stays small.
 */
public final class ConsentMetrics {
    private static final String PREFIX = "keycloak.consent.grants.";

    private ConsentMetrics() {}

    /** The sweep has deleted or pseudonymized so many rows, for this reason. */
    public static void swept(String reason, int rows) {
        Metrics.counter(PREFIX + "swept", "reason", reason).increment(rows);
    }
}
