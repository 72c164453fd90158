package io.github.consentgrants.guard.entry;

import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.startup.OwnFactory;
import io.github.consentgrants.startup.ProviderOrder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.ext.OIDCExtProvider;
import org.keycloak.protocol.oidc.par.endpoints.ParRootEndpoint;

/** Puts the guard in the place of Keycloak's endpoint for pushed authorization requests. */
public final class GuardedParEndpointFactory extends ParRootEndpoint implements OwnFactory {
    @Override
    public OIDCExtProvider create(KeycloakSession session) {
        return new GuardedParEndpoint(session);
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
