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
 * @param clicks only those that the user has decided on a page, and none that was derived from another one
 */
public record GrantFilter(
        @Nullable String id,
        @Nullable String userId,
        @Nullable String clientUuid,
        @Nullable Decision decision,
        @Nullable State state,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean clicks) {
    /** Lets everything pass. */
    public static final GrantFilter NONE = new GrantFilter(null, null, null, null, null, null, null, false);

    /** Ids are ordered by the time at which the page was shown: so much earlier than the decision can that be. */
    public static final Duration LONGEST_PAGE = Duration.ofDays(2);

    /** Filters clicks and what was derived from them alike. */
    public GrantFilter(
            @Nullable String id,
            @Nullable String userId,
            @Nullable String clientUuid,
            @Nullable Decision decision,
            @Nullable State state,
            @Nullable Instant from,
            @Nullable Instant to) {
        this(id, userId, clientUuid, decision, state, from, to, false);
    }

    /** Returns a filter that lets pass what this user has decided on a page. */
    public static GrantFilter decidedBy(String userId) {
        return new GrantFilter(null, userId, null, null, null, null, null, true);
    }
}
