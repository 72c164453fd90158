package io.github.consentgrants.guard.token;

import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.startup.OwnFactory;
import io.github.consentgrants.startup.ProviderOrder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.grants.AuthorizationCodeGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

/**
 * Puts the backstop in the place of Keycloak's authorization code grant: the token endpoint asks for a grant type by its id,
 * and of two factories with one id the one with the higher order is taken (ProviderManager.loadSpi).
 */
public final class GuardedCodeGrantTypeFactory extends AuthorizationCodeGrantTypeFactory implements OwnFactory {
    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new GuardedCodeGrantType();
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
