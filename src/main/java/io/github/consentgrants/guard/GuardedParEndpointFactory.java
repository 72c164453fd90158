package io.github.consentgrants.guard;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.ext.OIDCExtProvider;
import org.keycloak.protocol.oidc.par.endpoints.ParRootEndpoint;

/** Puts the guard in the place of Keycloak's endpoint for pushed authorization requests. */
public final class GuardedParEndpointFactory extends ParRootEndpoint {
    @Override
    public OIDCExtProvider create(KeycloakSession session) {
        return new GuardedParEndpoint(session);
    }

    @Override
    public int order() {
        return GuardedLoginProtocolFactory.BEFORE_STOCK;
    }
}
