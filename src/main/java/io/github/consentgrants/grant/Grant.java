package io.github.consentgrants.grant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One decision, as an operator or the user reads it. It has no token and no hash: nothing in it helps to spend a grant.
 *
 * @param id the grant's id, which is the page instance that was decided
 * @param realmId Keycloak's id of the realm
 * @param clientUuid Keycloak's internal id of the client
 * @param userId the user who decided; a pseudonym once the user was removed
 * @param decision what the user decided
 * @param decidedAt when
 * @param expiresAt until when the grant can be consumed; of a denial, when it was made
 * @param consumedAt when the grant was consumed, or null
 * @param redeemedAt when the authorization code was exchanged for tokens (RFC 6749 4.1.3), or null
 * @param revocation that the grant was revoked, or null; of a denial, that the user had authorized before
 * @param recorded whether there is a record of it
 * @param sessionId the user's session in which the user decided; null for a denial, and for a grant of an earlier version
 * @param parentId the grant that the user has clicked, if this one was derived from it without a page of its own; else null
 */
public record Grant(
        String id,
        String realmId,
        String clientUuid,
        String userId,
        Decision decision,
        Instant decidedAt,
        Instant expiresAt,
        @Nullable Instant consumedAt,
        @Nullable Instant redeemedAt,
        @Nullable Revocation revocation,
        boolean recorded,
        @Nullable String sessionId,
        @Nullable String parentId) {
    /**
     * That a grant was revoked.
     *
     * @param at when
     * @param reason the word that was given for it
     */
    public record Revocation(Instant at, String reason) {}

    /** What a grant has come to. */
    public enum State {
        /** It can be consumed. */
        GRANTED,
        /** It was consumed, for a code that was not redeemed. */
        CONSUMED,
        /** Its code was exchanged for tokens. */
        REDEEMED,
        /** The user denied the request. */
        DENIED,
        /** It was not consumed in time. */
        EXPIRED,
        /** It was revoked, consumed or not. */
        REVOKED
    }

    /**
     * Returns the state at a time.
     *
     * @param now the time by Keycloak's clock
     */
    public State state(Instant now) {
        if (decision == Decision.DENIED) {
            return State.DENIED;
        }
        if (revocation != null) {
            return State.REVOKED;
        }
        if (redeemedAt != null) {
            return State.REDEEMED;
        }
        if (consumedAt != null) {
            return State.CONSUMED;
        }
        return now.isBefore(expiresAt) ? State.GRANTED : State.EXPIRED;
    }
}
