package io.github.consentgrants.guard;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.ext.OIDCExtProvider;
import org.keycloak.protocol.oidc.grants.ciba.endpoints.CibaRootEndpoint;

/** Puts the guard in the place of Keycloak's CIBA endpoints. */
public final class GuardedCibaEndpointFactory extends CibaRootEndpoint {
    @Override
    public OIDCExtProvider create(KeycloakSession session) {
        return new GuardedCibaEndpoint(session);
    }

    @Override
    public int order() {
        return GuardedLoginProtocolFactory.BEFORE_STOCK;
    }
}
