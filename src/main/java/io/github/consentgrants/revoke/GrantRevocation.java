package io.github.consentgrants.revoke;

import io.github.consentgrants.audit.RevocationAudit;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.store.ConsentGrantLedger;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Takes one approval back, in the transaction of the session. From its commit on, a code of the approval is not redeemed, its refresh tokens
 * are refused, and its access tokens are not active. With the last approval of a client in a session, the client's session ends. Whether
 * the caller may do so is for the caller to say.
 */
public final class GrantRevocation {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final ConsentGrantLedger ledger;

    /**
     * @param realm whose grants are taken back
     * @param ledger of this session
     */
    public GrantRevocation(KeycloakSession session, RealmModel realm, ConsentGrantLedger ledger) {
        this.session = session;
        this.realm = realm;
        this.ledger = ledger;
    }

    /**
     * Takes an approval back, and all that was derived from it: one click, one approval. So what was derived takes back the approval that it
     * comes from; otherwise the next request would be derived anew. Of any number of concurrent callers, on any node, exactly one gets {@code true}, and one event is recorded.
     *
     * @param grant as the ledger has returned it
     * @param by who takes it back
     * @return whether this caller has taken it back; {@code false} changes nothing: it is a denial, it was taken back before, or it is gone
     */
    public boolean revoke(Grant grant, RevokedBy by) {
        return clicked(grant).filter(parent -> revokeOne(parent, by)).isPresent() || revokeOne(grant, by);
    }

    private Optional<Grant> clicked(Grant grant) {
        return Optional.ofNullable(grant.parentId()).flatMap(parent -> ledger.find(realm.getId(), parent));
    }

    private boolean revokeOne(Grant grant, RevokedBy by) {
        boolean revoked = ledger.revoke(realm.getId(), grant.id(), by.word());
        if (revoked) {
            EndOfClientSession.afterCommit(session, realm.getId(), grant.id());
            new RevocationAudit(session, realm).revoked(grant.id(), grant.userId(), grant.clientUuid(), by.word());
        }
        return revoked;
    }

    /**
     * Takes all approvals of a client back that a user has given, expired and redeemed ones included, with one event. The caller, Keycloak,
     * ends the sessions.
     *
     * @return how many this caller has taken back
     */
    public int revokeAll(UserModel user, ClientModel client, RevokedBy by) {
        List<String> revoked = ledger.revokeAll(realm.getId(), user.getId(), client.getId(), by.word());
        if (!revoked.isEmpty()) {
            new RevocationAudit(session, realm).revokedAll(revoked, user.getId(), client, by.word());
        }
        return revoked.size();
    }
}
