package io.github.consentgrants.guard.code;

import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.guard.use.GuardedOidcService;
import io.github.consentgrants.revoke.GrantRevocation;
import io.github.consentgrants.revoke.RevokedBy;
import io.github.consentgrants.startup.OwnFactory;
import io.github.consentgrants.startup.ProviderOrder;
import io.github.consentgrants.store.ConsentGrantLedger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolFactory;

/**
 * Puts the guard in the place of Keycloak's OIDC login protocol: of two factories with one id the one with the higher order
 * is taken (ProviderManager.loadSpi).
 */
public final class GuardedLoginProtocolFactory extends OIDCLoginProtocolFactory implements OwnFactory {
    @Override
    public LoginProtocol create(KeycloakSession session) {
        OIDCLoginProtocol stock = (OIDCLoginProtocol) super.create(session);
        return new GuardedLoginProtocol(stock.getConfig()).setSession(session);
    }

    @Override
    public Object createProtocolEndpoint(KeycloakSession session, EventBuilder event) {
        return new GuardedOidcService(session, event);
    }

    /** Keycloak's own "revoke access" takes the approvals back, too (UserConsentManager.revokeConsentToClient). */
    @Override
    public void onConsentRevoked(KeycloakSession session, ClientModel client, UserModel user) {
        super.onConsentRevoked(session, client, user);
        @Nullable ConsentGrantLedger ledger = session.getProvider(ConsentGrantLedger.class);
        if (ledger != null) {
            new GrantRevocation(session, client.getRealm(), ledger).revokeAll(user, client, RevokedBy.ACCESS_REVOKED);
        }
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        GuardInForce.requireOnce(factory);
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_STOCK;
    }
}
