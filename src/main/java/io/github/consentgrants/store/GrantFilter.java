package io.github.consentgrants.store;

import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Grant.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which grants are asked for. What is null filters nothing.
 *
 * @param id only the grant with this id
 * @param userId only those of this user
 * @param clientUuid only those of this client
 * @param decision only those that the user decided so; an approval that the user then denied is a denial
 * @param state only those that have come to this by now
 * @param from only those that were decided at this time or later; not found is one whose page had been open for longer than
 *     {@link #LONGEST_PAGE} then
 * @param to only those that were decided before this time
 */
public record GrantFilter(
        @Nullable String id,
        @Nullable String userId,
        @Nullable String clientUuid,
        @Nullable Decision decision,
        @Nullable State state,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** Lets everything pass. */
    public static final GrantFilter NONE = new GrantFilter(null, null, null, null, null, null, null);

    /** Ids are ordered by the time at which the page was shown: so much earlier than the decision can that be. */
    public static final Duration LONGEST_PAGE = Duration.ofDays(2);

    /** Returns a filter that lets pass what is this user's. */
    public static GrantFilter ofUser(String userId) {
        return new GrantFilter(null, userId, null, null, null, null, null);
    }
}
