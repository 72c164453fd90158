package io.github.consentgrants.token;

import io.github.consentgrants.store.ConsentGrantLedger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Asks the ledger whether a grant was taken back: one read by primary key. */
public final class Standing {
    private static final Logger LOG = Logger.getLogger(Standing.class);

    private Standing() {}

    /**
     * Says whether a grant was taken back. A failure of the ledger is an exception, and so a refusal. Without a ledger nobody can tell, so
     * each grant counts as taken back.
     */
    public static boolean isRevoked(KeycloakSession session, RealmModel realm, TokenGrant grant) {
        @Nullable ConsentGrantLedger ledger = session.getProvider(ConsentGrantLedger.class);
        if (ledger == null) {
            LOG.errorf(
                    "There is no consent-grant-ledger, so a token of the grant '%s' in realm '%s' is refused, as each token of a"
                            + " grant is. Enable the provider of spi-consent-grant-ledger",
                    grant.grantId(), realm.getName());
        }
        return ledger == null || ledger.isRevoked(realm.getId(), grant.grantId());
    }
}
