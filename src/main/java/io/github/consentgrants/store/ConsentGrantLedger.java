package io.github.consentgrants.store;

import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Grant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.provider.Provider;

/**
 * The reading side of {@link ConsentGrantStore}: finds, lists and revokes what was decided. A ledger makes no grant and spends none, so
 * the contract of the store stays small. It takes part in the transaction of the session that made it, as the store does.
 *
 * <p>Each call names the realm. A grant of another realm is not there, whoever asks.
 */
public interface ConsentGrantLedger extends Provider {
    /**
     * Returns a grant of a realm.
     *
     * @param realmId Keycloak's id of the realm
     * @param grantId id of the grant, from any source; a text that is no id finds nothing
     */
    Optional<Grant> find(String realmId, String grantId);

    /**
     * Says whether a grant of a realm was revoked, or the one that it was derived from: one read by primary key, for each refresh and each
     * introspection. A grant that is not there was not revoked: a revoked one is kept for as long as there can be tokens of it.
     *
     * @param realmId Keycloak's id of the realm
     * @param grantId id of the grant, from any source; a text that is no id finds nothing
     */
    boolean isRevoked(String realmId, String grantId);

    /**
     * Says whether a client has approvals in a session that were consumed and not revoked.
     *
     * @param grant that names realm, user, client and session
     */
    boolean isInUse(Grant grant);

    /**
     * Returns the records of grants of a realm, by their ids. A grant that was made without one has none.
     *
     * @param realmId Keycloak's id of the realm
     * @param grantIds at most {@value GrantQuery#MAX_LIMIT} ids, as {@link #find} and {@link #page} return them
     */
    Map<String, ConsentRecord> records(String realmId, Collection<String> grantIds);

    /**
     * Returns a page of grants, the newest first. A grant that comes in between two calls shifts no page: whoever follows
     * {@link GrantPage#next} sees none twice, and misses none whose page had been shown when the first call was made and decided
     * when its turn came.
     */
    GrantPage page(GrantQuery query);

    /**
     * Revokes a grant that the user has authorized: it can be neither consumed nor redeemed from the commit of this transaction on. Of
     * any number of concurrent callers, on any node, exactly one gets {@code true}; of a revoke and a consume, or a redeem, at once,
     * both can succeed in one order only: the revoke comes last. What was derived from the grant is revoked with it, for the same reason.
     *
     * @param realmId Keycloak's id of the realm
     * @param grantId id of the grant
     * @param reason why, a word of at most 32 characters from {@code a-z}, {@code 0-9} and {@code _}; it is shown to operators
     * @return whether this caller has revoked it; {@code false} changes nothing: there is no such grant in the realm, it is a denial,
     *     or it was revoked before
     * @throws IllegalArgumentException if the reason is no such word
     */
    boolean revoke(String realmId, String grantId, String reason);

    /**
     * Revokes all grants of a user to a client that can still be revoked, as {@link #revoke} does.
     *
     * @param reason as for {@link #revoke}
     * @return the ids of those that this caller has revoked, the oldest first
     * @throws IllegalArgumentException if the reason is no such word
     */
    List<String> revokeAll(String realmId, String userId, String clientUuid, String reason);

    /**
     * Erases the user from some of the user's grants: a pseudonym stands in the place of the user's id, and the personal part of the
     * records is gone. What was granted goes on. The caller repeats the call, best in a transaction of its own each time, until nothing is
     * left.
     *
     * @param realmId Keycloak's id of the realm
     * @param userId the user, who may be gone already
     * @param limit how many grants at most, from 1 to {@value GrantQuery#MAX_LIMIT}
     * @return from how many
     */
    int erase(String realmId, String userId, int limit);
}
