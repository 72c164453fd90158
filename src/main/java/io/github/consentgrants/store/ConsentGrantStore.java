package io.github.consentgrants.store;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.GrantToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.provider.Provider;

/**
 * Keeps consent grants: one decision of one user about one authorization request (RFC 6749 4.1.1), spent at most once and
 * redeemed at most once.
 *
 * <p>A store takes part in the transaction of the {@link org.keycloak.models.KeycloakSession} that made it: what it did is
 * undone if that transaction rolls back, and durable once it has committed. Any exception is a refusal: the caller marks the
 * transaction for rollback and issues nothing. Implementations keep no token, only its hash.
 */
public interface ConsentGrantStore extends Provider {
    /**
     * Records that the user authorized {@code binding}, so that exactly one caller with {@code token} can consume it. The id
     * of the grant is the binding's page instance, so that a page is decided once, on any node.
     *
     * @param token of this page instance; only the hash of its secret is kept
     * @param binding with realm, client, subject and page instance (a time-ordered UUID) present
     * @param ttl how long the grant may be consumed from now on; at least 1 millisecond
     * @param record kept with the grant for as long as the grant is, and never changed but by an erasure; null for none
     * @throws IllegalArgumentException if the time to live is not positive, the binding is incomplete, or the token is of
     *     another page
     * @throws AlreadyDecidedException if this page was decided before, or is being decided by a transaction that committed;
     *     the transaction can no longer be used
     */
    void mint(GrantToken token, Binding binding, Duration ttl, @Nullable ConsentRecord record);

    /** Mints a grant of which no record is kept. */
    default void mint(GrantToken token, Binding binding, Duration ttl) {
        mint(token, binding, ttl, null);
    }

    /**
     * Records that the user authorized {@code binding} on a page that said that the approval lasts for the session: as {@link #mint}, and
     * later requests of the same reach ({@link Binding#reach}) can be derived from the grant once it was consumed. A store that derives
     * nothing mints as ever.
     *
     * @param token as for {@link #mint}
     * @param binding as for {@link #mint}
     * @param ttl as for {@link #mint}; it says nothing about the session
     * @param record as for {@link #mint}
     */
    default void mintForSession(GrantToken token, Binding binding, Duration ttl, @Nullable ConsentRecord record) {
        mint(token, binding, ttl, record);
    }

    /**
     * Makes a grant for {@code binding} without a click, because a click covers it. The grant is consumed, redeemed and revoked as any
     * other one, and names its parent. Of a derivation and a revocation of the parent at once, on any node, one comes first: either nothing
     * is derived, or the revocation ends what was derived. A store can derive nothing, as this one does: then users are asked each time.
     *
     * @param token as for {@link #mint}
     * @param binding as for {@link #mint}
     * @param ttl as for {@link #mint}
     * @param record as for {@link #mint}
     * @param parentId id of the grant of the click, from any source: it proves nothing
     * @param approvedAfter the click must have come later
     * @return whether the grant was made; {@code false} changes nothing: there is no such parent that was minted for the session, with this
     *     reach, in this session, of this user and client, later than that, and that was consumed and not revoked
     */
    default boolean derive(
            GrantToken token,
            Binding binding,
            Duration ttl,
            @Nullable ConsentRecord record,
            String parentId,
            Instant approvedAfter) {
        return false;
    }

    /**
     * Records that the user denied {@code binding}. Final: the page can no longer be authorized, and there is no token. If it was
     * authorized before and nobody has consumed the grant, the grant is revoked: of a denial and a consume at once, on any node,
     * exactly one succeeds.
     *
     * @param binding as for {@link #mint}
     * @param record as for {@link #mint}; not kept if the page was authorized before, whose record stays
     * @throws IllegalArgumentException if the binding is incomplete
     * @throws AlreadyDecidedException if this page was denied before, its grant was consumed or has another binding, or a
     *     transaction that committed meanwhile decided it; the transaction can no longer be used, and in a new one the caller
     *     learns which it was by denying again
     */
    void deny(Binding binding, @Nullable ConsentRecord record);

    /** Denies a page without keeping a record. */
    default void deny(Binding binding) {
        deny(binding, null);
    }

    /**
     * Returns what was decided about the page instance {@code grantId} by a transaction that has committed, or by this one;
     * nothing if it was not decided. No proof of an approval: only {@link #consume} is.
     *
     * @param grantId page instance of a binding
     */
    Optional<Decision> decision(String grantId);

    /**
     * Spends the grant that {@code token} names if it is bound to {@code binding}, unspent and unexpired. Of any number of
     * concurrent callers, on any node, exactly one gets {@link ConsumeResult.Consumed}; if its transaction rolls back, the
     * grant is left to the next.
     *
     * <p>Every other caller gets {@link ConsumeResult.Refused} with the first {@link io.github.consentgrants.grant.Reason}
     * that holds. A refusal changes nothing: a mismatch does not spend the grant.
     *
     * @param token of the grant
     * @param binding of the request that is about to be answered
     */
    ConsumeResult consume(GrantToken token, Binding binding);

    /**
     * Spends the grant that a text names. This is the one place at which a text becomes a token: null, a blank and a malformed text
     * are {@code not_found}, and do not touch the database.
     *
     * @param presented {@link GrantToken#value()}, or whatever was presented in its place
     * @param binding of the request that is about to be answered
     */
    default ConsumeResult consumePresented(@Nullable String presented, Binding binding) {
        return GrantToken.parse(presented)
                .map(token -> consume(token, binding))
                .orElseGet(ConsumeResult.Refused::notFound);
    }

    /**
     * Takes back a consume of this very transaction, which has led to no code: once it commits, the grant is as if
     * nobody had consumed it, and is left to the next caller. No other transaction has seen the consume.
     *
     * @param grantId of a grant that this store has consumed and not released yet
     * @throws IllegalStateException if this store has not consumed the grant, or has released it: what another
     *     transaction consumed stays consumed
     */
    void release(String grantId);

    /**
     * Records that the code of a consumed grant was exchanged for tokens (RFC 6749 4.1.3). Of any number of concurrent callers,
     * on any node, exactly one gets {@code true}; if its transaction rolls back, the grant is left to the next. So one click
     * yields tokens at most once, however many codes it led to.
     *
     * @param grantId the id of a grant, from a source that the client cannot choose; it is no secret and proves nothing
     * @return whether this caller, and nobody else, has redeemed it; {@code false} changes nothing: there is no such grant, it
     *     was not consumed, or it was redeemed before
     */
    boolean redeem(String grantId);
}
