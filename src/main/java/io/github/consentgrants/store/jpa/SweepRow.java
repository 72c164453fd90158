package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.Decision;
import org.jspecify.annotations.Nullable;

/** What the sweep looks at in a row. Times are milliseconds since 1970-01-01T00:00Z. */
record SweepRow(
        String id,
        String realmId,
        String userId,
        String decision,
        @Nullable Long consumedAt,
        long createdAt,
        long expiresAt) {

    boolean isDenied() {
        return Decision.DENIED.name().equals(decision);
    }

    boolean isUnused() {
        return !isDenied() && consumedAt == null;
    }
}
