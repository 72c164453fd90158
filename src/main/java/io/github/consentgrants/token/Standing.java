package io.github.consentgrants.token;

import io.github.consentgrants.store.ConsentGrantLedger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Asks the ledger whether a grant was taken back: one read by primary key. */
public final class Standing {
    private Standing() {}

    /**
     * Says whether a grant was taken back. A failure of the ledger is an exception, and so a refusal. Without a ledger nobody can take a
     * grant back.
     */
    public static boolean isRevoked(KeycloakSession session, RealmModel realm, TokenGrant grant) {
        @Nullable ConsentGrantLedger ledger = session.getProvider(ConsentGrantLedger.class);
        return ledger != null && ledger.isRevoked(realm.getId(), grant.grantId());
    }
}
