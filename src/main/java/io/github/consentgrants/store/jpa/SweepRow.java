package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.Decision;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What the sweep looks at in a row. Times are milliseconds since 1970-01-01T00:00Z. */
record SweepRow(
        String id,
        String realmId,
        String userId,
        String decision,
        @Nullable Long consumedAt,
        long createdAt,
        long expiresAt,
        @Nullable Long revokedAt,
        @Nullable String sessionId) {

    boolean isDenied() {
        return Decision.DENIED.name().equals(decision);
    }

    /** Says whether there can be tokens that are refused because of this row alone. */
    boolean isNeededFor(BiPredicate<String, String> sessions) {
        return revokedAt != null && !isDenied() && sessionId != null && sessions.test(realmId, sessionId);
    }

    boolean isUnused() {
        return !isDenied() && consumedAt == null;
    }
}
