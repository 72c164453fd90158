package io.github.consentgrants.guard.token;

import io.github.consentgrants.request.StoredConsent;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.TokenManager.TokenValidation;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType.Context;
import org.keycloak.services.CorsErrorResponseException;

/** Keycloak's answer to a client that asks for a scope which the user has taken back (AbstractRefreshTokenProvider). */
final class ConsentTakenBack {
    private static final String REASON = "Client no longer has requested consent from user";

    private ConsentTakenBack() {}

    /** As Keycloak has answered already (AuthorizationCodeGrantType.process) if consent is required of the client. */
    static void refuseUnlessCovered(
            Context context, UserModel user, AuthenticatedClientSessionModel clientSession, String scope) {
        if (!StoredConsent.covers(context.getSession(), context.getClient(), user, clientSession, scope, true)) {
            context.getEvent().detail(Details.REASON, REASON).error(Errors.NOT_ALLOWED);
            throw new CorsErrorResponseException(
                    context.getCors(), OAuthErrorException.INVALID_SCOPE, REASON, Response.Status.BAD_REQUEST);
        }
    }

    static void refuseUnlessCovered(
            KeycloakSession session, ClientModel client, TokenValidation validation, String scope, boolean requested)
            throws OAuthErrorException {
        if (!StoredConsent.covers(
                session, client, validation.user, validation.clientSessionCtx.getClientSession(), scope, requested)) {
            throw new OAuthErrorException(OAuthErrorException.INVALID_SCOPE, REASON);
        }
    }
}
