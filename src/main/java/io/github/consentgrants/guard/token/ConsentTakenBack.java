package io.github.consentgrants.guard.token;

import io.github.consentgrants.request.StoredConsent;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager.TokenValidation;

/** Keycloak's answer to a client that asks for a scope which the user has taken back (AbstractRefreshTokenProvider). */
final class ConsentTakenBack {
    static final String REASON = "Client no longer has requested consent from user";

    private ConsentTakenBack() {}

    static void refuseUnlessCovered(
            KeycloakSession session, ClientModel client, TokenValidation validation, String scope, boolean requested)
            throws OAuthErrorException {
        if (!StoredConsent.covers(
                session, client, validation.user, validation.clientSessionCtx.getClientSession(), scope, requested)) {
            throw new OAuthErrorException(OAuthErrorException.INVALID_SCOPE, REASON);
        }
    }
}
