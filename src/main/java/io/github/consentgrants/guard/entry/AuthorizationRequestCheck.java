package io.github.consentgrants.guard.entry;

import io.github.consentgrants.details.AuthorizationDetailsRendering;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.policy.Asking;
import io.github.consentgrants.request.RequiredSignIn;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker.AuthorizationCheckException;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.util.TokenUtil;

/**
 * Marks the authorization requests of gated clients, and refuses a request about which the user can never be asked,
 * before anything is made for it.
 *
 * <p>{@code prompt=none}: Keycloak answers it without the login protocol that is in force
 * (AuthorizationEndpoint.buildAuthorizationCodeAuthorizationResponse), so the guard would not see it ({@link
 * GuardedAuthorizationEndpoint} does). {@code consent_required} for a user who is signed in, {@code login_required} otherwise (OIDC Core
 * 3.1.2.6), unless an approval of the session can cover the request.
 *
 * <p>A pushed request of another realm: {@code invalid_request_uri} (OIDC Core 3.1.2.6).
 *
 * <p>Authorization details that the page cannot show: {@code invalid_authorization_details} (RFC 9396 5). Keycloak itself has
 * refused those for whose type no processor is installed, with {@code invalid_request}.
 *
 * <p>A scope that demands a level of authentication which no step of the browser flow reaches: {@code
 * unmet_authentication_requirements}.
 *
 * <p>A parameter of a scope that Keycloak could not store with the consent: {@code invalid_scope} (RFC 6749 4.1.2.1).
 */
final class AuthorizationRequestCheck implements AuthorizationEndpointCheckProvider {
    static final String CONSENT_REQUIRED = "consent_required";
    /** OpenID Connect Core Error Code unmet_authentication_requirements 1.0. */
    private static final String UNMET_AUTHENTICATION_REQUIREMENTS = "unmet_authentication_requirements";

    static final String EACH_REQUEST = "Each request of this client must be approved";

    private final KeycloakSession session;

    AuthorizationRequestCheck(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void check(AuthorizationEndpointChecker context) throws AuthorizationCheckException {
        Optional<GateSettings> gate = Gate.of(context.getRealm(), context.getClient());
        if (gate.isPresent()) {
            RequestOrigin.mark(context.getAuthorizationEndpointRequest());
            checkPushed(context, context.getQueryParams().getFirst(OIDCLoginProtocol.REQUEST_URI_PARAM));
            checkDetails(context, gate.get().knownDetailsOnly());
            checkScopes(context);
            checkSignIn(context);
            checkPrompt(context);
        }
    }

    private void checkPushed(AuthorizationEndpointChecker context, @Nullable String requestUri)
            throws AuthorizationCheckException {
        PushedRequest.mark(context.getAuthorizationEndpointRequest(), requestUri);
        if (requestUri != null
                && PushedRequest.isPushed(requestUri)
                && !PushedRequestRealm.isThisOne(session, requestUri)) {
            String description = "The request was not pushed in this realm";
            throw refusal(context, OAuthErrorException.INVALID_REQUEST_URI, description, description);
        }
    }

    private void checkDetails(AuthorizationEndpointChecker context, boolean knownOnly)
            throws AuthorizationCheckException {
        String details = context.getAuthorizationEndpointRequest()
                .getAdditionalReqParams()
                .get(OAuth2Constants.AUTHORIZATION_DETAILS);
        try {
            AuthorizationDetailsRendering.check(session, details, knownOnly);
        } catch (IllegalArgumentException e) {
            throw refusal(context, Errors.INVALID_AUTHORIZATION_DETAILS, e.getMessage(), e.getMessage());
        }
    }

    private static void checkScopes(AuthorizationEndpointChecker context) throws AuthorizationCheckException {
        if (!StorableScopes.fit(context.getAuthorizationEndpointRequest().getAuthorizationRequestContext())) {
            String description = "The parameter of a scope is too long, or has characters that cannot be stored";
            throw refusal(context, OAuthErrorException.INVALID_SCOPE, description, description);
        }
    }

    private void checkSignIn(AuthorizationEndpointChecker context) throws AuthorizationCheckException {
        boolean unmet = RequiredSignIn.demanded(
                        session,
                        context.getClient(),
                        context.getAuthorizationEndpointRequest().getScope(),
                        null)
                .filter(demanded -> !demanded.isReachable(context.getClient()))
                .isPresent();
        if (unmet) {
            String description = "A scope of this request demands an authentication that this realm does not offer";
            throw refusal(context, UNMET_AUTHENTICATION_REQUIREMENTS, description, description);
        }
    }

    private void checkPrompt(AuthorizationEndpointChecker context) throws AuthorizationCheckException {
        String prompt = context.getAuthorizationEndpointRequest().getPrompt();
        if (!TokenUtil.hasPrompt(prompt, OIDCLoginProtocol.PROMPT_VALUE_NONE)) {
            return;
        }
        boolean signedIn = AuthenticationManager.authenticateIdentityCookie(session, context.getRealm(), true) != null;
        if (signedIn && canGoOn(context)) {
            return;
        }
        String error = signedIn ? CONSENT_REQUIRED : OAuthErrorException.LOGIN_REQUIRED;
        throw refusal(context, error, EACH_REQUEST, null);
    }

    /** Then the trigger decides, which answers consent_required as well if the user must be asked; and the guard sees the answer. */
    private boolean canGoOn(AuthorizationEndpointChecker context) {
        return Asking.maySpare(
                session,
                context.getClient(),
                context.getAuthorizationEndpointRequest().getScope());
    }

    /** Records why, and returns the exception to throw; {@code description} is for the client, if it is to have one. */
    private static AuthorizationCheckException refusal(
            AuthorizationEndpointChecker context, String error, @Nullable String reason, @Nullable String description) {
        context.getEventBuilder().detail(Details.REASON, reason);
        context.getEventBuilder().error(error);
        return new AuthorizationCheckException(Response.Status.BAD_REQUEST, error, description);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
