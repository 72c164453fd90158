package io.github.consentgrants.guard.use;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProvider;

/** Keycloak's introspection of refresh tokens (RFC 7662), for which a token is not active once its grant was taken back. */
final class GuardedRefreshTokenIntrospection extends RefreshTokenIntrospectionProvider {
    GuardedRefreshTokenIntrospection(KeycloakSession session) {
        super(session);
    }

    @Override
    protected boolean verifyTokenReuse() {
        return super.verifyTokenReuse() && ShownToken.isGood(session, client, token, eventBuilder);
    }
}
