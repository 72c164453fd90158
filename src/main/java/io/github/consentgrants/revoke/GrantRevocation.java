package io.github.consentgrants.revoke;

import io.github.consentgrants.audit.RevocationAudit;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.store.ConsentGrantLedger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Takes one approval back, in the transaction of the session. From its commit on, a code of the approval is not redeemed. Whether the
 * caller may do so is for the caller to say.
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
     * Takes an approval back. Of any number of concurrent callers, on any node, exactly one gets {@code true}, and one event is recorded.
     *
     * @param grant as the ledger has returned it
     * @param by who takes it back
     * @return whether this caller has taken it back; {@code false} changes nothing: it is a denial, it was taken back before, or it is gone
     */
    public boolean revoke(Grant grant, RevokedBy by) {
        boolean revoked = ledger.revoke(realm.getId(), grant.id(), by.word());
        if (revoked) {
            new RevocationAudit(session, realm).revoked(grant.id(), grant.userId(), grant.clientUuid(), by.word());
        }
        return revoked;
    }
}
