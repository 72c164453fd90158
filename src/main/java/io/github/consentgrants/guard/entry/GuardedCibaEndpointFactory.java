package io.github.consentgrants.guard.entry;

import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.startup.OwnFactory;
import io.github.consentgrants.startup.ProviderOrder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.ext.OIDCExtProvider;
import org.keycloak.protocol.oidc.grants.ciba.endpoints.CibaRootEndpoint;

/** Puts the guard in the place of Keycloak's CIBA endpoints. */
public final class GuardedCibaEndpointFactory extends CibaRootEndpoint implements OwnFactory {
    @Override
    public OIDCExtProvider create(KeycloakSession session) {
        return new GuardedCibaEndpoint(session);
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
