package io.github.consentgrants.guard;

import io.github.consentgrants.request.Gate;
import io.github.consentgrants.request.RequestOrigin;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker.AuthorizationCheckException;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.util.TokenUtil;

/**
 * Marks the requests of gated clients as such, and refuses, before anything is made for it, a request of a gated client that can never be asked: {@code prompt=none}. Keycloak
 * answers it past the login protocol that is in force (AuthorizationEndpoint.buildAuthorizationCodeAuthorizationResponse), so
 * the guard would not see it. {@code consent_required} for a user who is signed in, {@code login_required} otherwise
 * (OIDC Core 3.1.2.6).
 */
final class AuthorizationRequestCheck implements AuthorizationEndpointCheckProvider {
    private static final String CONSENT_REQUIRED = "consent_required";

    private final KeycloakSession session;

    AuthorizationRequestCheck(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void check(AuthorizationEndpointChecker context) throws AuthorizationCheckException {
        String prompt = context.getAuthorizationEndpointRequest().getPrompt();
        if (Gate.of(context.getRealm(), context.getClient()).isEmpty()) {
            return;
        }
        RequestOrigin.mark(context.getAuthorizationEndpointRequest());
        boolean passive = TokenUtil.hasPrompt(prompt, OIDCLoginProtocol.PROMPT_VALUE_NONE);
        if (!passive) {
            return;
        }
        boolean signedIn = AuthenticationManager.authenticateIdentityCookie(session, context.getRealm(), true) != null;
        String error = signedIn ? CONSENT_REQUIRED : OAuthErrorException.LOGIN_REQUIRED;
        context.getEventBuilder().detail(Details.REASON, "Each request of this client must be approved");
        context.getEventBuilder().error(error);
        throw new AuthorizationCheckException(Response.Status.BAD_REQUEST, error, null);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
