package io.github.consentgrants.guard.code;

import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.OIDCRedirectUriBuilder;
import org.keycloak.protocol.oidc.utils.OIDCResponseMode;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The answer {@code consent_required} to a passive request (OIDC Core 3.1.2.6), in place of Keycloak's {@code interaction_required}. Read
 * from the tab while there still is one.
 *
 * @param client that is answered
 * @param redirect where to
 * @param state of the client
 * @param issuer who answers (RFC 9207)
 */
record ConsentRequired(
        ClientModel client,
        String redirect,
        @Nullable String state,
        @Nullable String issuer) {
    static final String ERROR = "consent_required";

    static ConsentRequired of(AuthenticationSessionModel tab) {
        return new ConsentRequired(
                tab.getClient(),
                tab.getRedirectUri(),
                tab.getClientNote(OIDCLoginProtocol.STATE_PARAM),
                tab.getClientNote(OIDCLoginProtocol.ISSUER));
    }

    /** As Keycloak builds its own errors (OIDCLoginProtocol.buildErrorRedirectUri). */
    OIDCRedirectUriBuilder answer(KeycloakSession session, OIDCResponseMode responseMode) {
        OIDCRedirectUriBuilder answer = OIDCRedirectUriBuilder.fromUri(redirect, responseMode, session, null);
        answer.addParam(OAuth2Constants.ERROR, ERROR);
        if (state != null) {
            answer.addParam(OAuth2Constants.STATE, state);
        }
        if (issuer != null && !OIDCAdvancedConfigWrapper.fromClientModel(client).isExcludeIssuerFromAuthResponse()) {
            answer.addParam(OAuth2Constants.ISSUER, issuer);
        }
        return answer;
    }
}
