package io.github.consentgrants.guard.use;

import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.startup.OwnFactory;
import io.github.consentgrants.startup.ProviderOrder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;

/** Puts the guard in the place of Keycloak's introspection, by id and order. */
public final class GuardedIntrospectionFactory {
    private GuardedIntrospectionFactory() {}

    /** For access tokens. */
    public static final class AccessTokenFactory extends AccessTokenIntrospectionProviderFactory implements OwnFactory {
        @Override
        public TokenIntrospectionProvider create(KeycloakSession session) {
            return new GuardedAccessTokenIntrospection(session);
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

    /** For refresh tokens. */
    public static final class RefreshTokenFactory extends RefreshTokenIntrospectionProviderFactory
            implements OwnFactory {
        @Override
        public TokenIntrospectionProvider create(KeycloakSession session) {
            return new GuardedRefreshTokenIntrospection(session);
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
}
