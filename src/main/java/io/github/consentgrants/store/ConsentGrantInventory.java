package io.github.consentgrants.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.provider.Provider;

/**
 * What a look at a realm finds in the database, beside its grants. Changes nothing, and looks at a bounded number of rows, so that a probe
 * can ask often.
 */
public interface ConsentGrantInventory extends Provider {
    /** How many rows are looked at. */
    int MAX_ROWS = 1_000;

    /**
     * How many there are.
     *
     * @param count among the rows that were looked at
     * @param isAll whether those were all rows
     */
    record Found(int count, boolean isAll) {}

    /**
     * How far the sweep has come.
     *
     * @param lastPassAt when the last pass over all rows ended, and the current one began; null if none has ended yet
     * @param position up to when the grants were decided that the current pass has looked at; null if it has not begun
     * @param interval between two runs of this server; zero if it never sweeps
     */
    record SweepProgress(
            @Nullable Instant lastPassAt, @Nullable Instant position, Duration interval) {}

    /**
     * Counts users of a realm that have a required action.
     *
     * @param aliases of the action; not empty
     */
    Found usersWithAction(String realmId, Collection<String> aliases);

    /**
     * Counts consents of Keycloak's own that users have given on Keycloak's page, not by an approval here.
     *
     * @param clientUuids the clients, at most {@link #MAX_ROWS}; not empty
     */
    Found earlierConsents(String realmId, Collection<String> clientUuids);

    /** Returns how far the sweep has come; empty if there is none. */
    Optional<SweepProgress> sweep();
}
