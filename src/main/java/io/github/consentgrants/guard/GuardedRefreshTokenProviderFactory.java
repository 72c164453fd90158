package io.github.consentgrants.guard;

import io.github.consentgrants.startup.OwnFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProviderFactory;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProvider;

/** Puts {@link GuardedRefreshTokenProvider} in the place of Keycloak's. */
public final class GuardedRefreshTokenProviderFactory extends DefaultRefreshTokenProviderFactory implements OwnFactory {
    @Override
    public RefreshTokenProvider create(KeycloakSession session) {
        return new GuardedRefreshTokenProvider(session);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        GuardInForce.requireOnce(factory);
    }

    @Override
    public int order() {
        return GuardedLoginProtocolFactory.BEFORE_STOCK;
    }
}
