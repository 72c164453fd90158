package io.github.consentgrants.guard.token;

import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.startup.OwnFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oid4vc.refresh.OID4VCIRefreshTokenProviderFactory;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProviderFactory;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProvider;

/**
 * Puts the guard in the place of Keycloak's refresh token providers, by id and order. Each order is higher by 1 only:
 * Keycloak asks all providers, in this order, which one a token is for, and the default provider takes every token.
 */
public final class GuardedRefreshTokenFactory {
    private GuardedRefreshTokenFactory() {}

    /** For the tokens of sessions. */
    public static final class DefaultFactory extends DefaultRefreshTokenProviderFactory implements OwnFactory {
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
            return super.order() + 1;
        }
    }

    /** For the tokens of verifiable credentials. */
    public static final class CredentialFactory extends OID4VCIRefreshTokenProviderFactory implements OwnFactory {
        @Override
        public RefreshTokenProvider create(KeycloakSession session) {
            return new GuardedCredentialRefreshToken(session);
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            super.postInit(factory);
            GuardInForce.requireOnce(factory);
        }

        @Override
        public int order() {
            return super.order() + 1;
        }
    }
}
