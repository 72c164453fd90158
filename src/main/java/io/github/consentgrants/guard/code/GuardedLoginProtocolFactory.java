package io.github.consentgrants.guard.code;

import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.startup.OwnFactory;
import io.github.consentgrants.startup.ProviderOrder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
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
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        GuardInForce.requireOnce(factory);
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_STOCK;
    }
}
