package io.github.consentgrants.guard;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProviderFactory;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProvider;

/** Puts {@link GuardedRefreshTokenProvider} in the place of Keycloak's. */
public final class GuardedRefreshTokenProviderFactory extends DefaultRefreshTokenProviderFactory {
    @Override
    public RefreshTokenProvider create(KeycloakSession session) {
        return new GuardedRefreshTokenProvider(session);
    }

    @Override
    public int order() {
        return GuardedLoginProtocolFactory.BEFORE_STOCK;
    }
}
