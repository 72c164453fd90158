package io.github.consentgrants.store.jpa;

import java.time.Duration;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says what becomes of a row. */
final class SweepRules {
    private final long now;
    private final Duration grace;
    private final Function<String, Duration> retention;
    private final Map<String, Long> removals;
    private final BiPredicate<String, String> sessions;

    /**
     * @param now milliseconds since the epoch, Keycloak's clock
     * @param retention of a realm, by its id
     * @param removals when users and realms were removed, by {@link Erasures} key
     * @param sessions says whether a realm has a session of an id, online or offline
     */
    SweepRules(
            long now,
            Duration grace,
            Function<String, Duration> retention,
            Map<String, Long> removals,
            BiPredicate<String, String> sessions) {
        this.now = now;
        this.grace = grace;
        this.retention = retention;
        this.removals = removals;
        this.sessions = sessions;
    }

    /** What becomes of a row. The metrics use these names. */
    enum Verdict {
        KEEP,
        /** Deleted: never consumed, and expired long ago. */
        EXPIRED,
        /** Deleted: consumed, and kept long enough. */
        CONSUMED,
        /** Deleted: denied, and kept long enough. */
        DENIED,
        /** Deleted: the realm was removed. */
        REALM_REMOVED,
        /** Kept under a pseudonym: the user was removed. */
        USER_REMOVED
    }

    Verdict of(SweepRow row) {
        if (isRemoved(row, Erasures.keyOfRealm(row.realmId()))) {
            return Verdict.REALM_REMOVED;
        }
        if (row.isUnused() && row.expiresAt() <= now - grace.toMillis()) {
            return Verdict.EXPIRED;
        }
        if (!row.isUnused()
                && row.createdAt() <= now - retention.apply(row.realmId()).toMillis()
                && !row.isNeededFor(sessions)) {
            return row.isDenied() ? Verdict.DENIED : Verdict.CONSUMED;
        }
        return isRemoved(row, Erasures.keyOfUser(row.realmId(), row.userId())) ? Verdict.USER_REMOVED : Verdict.KEEP;
    }

    /** A federated user may come back under the same id: rows that were made after the removal are left. */
    private boolean isRemoved(SweepRow row, String key) {
        @Nullable Long removedAt = removals.get(key);
        return removedAt != null && row.createdAt() <= removedAt;
    }
}
