package io.github.consentgrants.guard.token;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oid4vc.refresh.OID4VCIRefreshTokenProvider;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.TokenManager.TokenValidation;
import org.keycloak.representations.RefreshToken;

/**
 * As {@link GuardedRefreshTokenProvider}, for the refresh tokens of verifiable credentials, which last as long as the credential and need no
 * session. Keycloak gives them for codes only.
 */
final class GuardedCredentialRefreshToken extends OID4VCIRefreshTokenProvider {
    GuardedCredentialRefreshToken(KeycloakSession session) {
        super(session);
    }

    @Override
    protected TokenValidation validateToken(
            KeycloakSession session,
            UriInfo uriInfo,
            ClientConnection connection,
            RealmModel realm,
            RefreshToken oldToken,
            HttpHeaders headers,
            String scope,
            ClientModel client,
            TokenManager tokenManager,
            EventBuilder event)
            throws OAuthErrorException {
        RefreshedGrant.require(session, client, oldToken, event);
        TokenValidation validation = super.validateToken(
                session, uriInfo, connection, realm, oldToken, headers, scope, client, tokenManager, event);
        ConsentTakenBack.refuseUnlessCovered(session, client, validation, scope, true);
        return validation;
    }
}
