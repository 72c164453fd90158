package io.github.consentgrants.guard.use;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;

/** Keycloak's introspection of access tokens (RFC 7662), for which a token is not active once its grant was taken back. */
final class GuardedAccessTokenIntrospection extends AccessTokenIntrospectionProvider<AccessToken> {
    GuardedAccessTokenIntrospection(KeycloakSession session) {
        super(session);
    }

    @Override
    protected boolean verifyTokenReuse() {
        return super.verifyTokenReuse() && ShownToken.isGood(session, client, token, eventBuilder);
    }
}
