package io.github.consentgrants.request;

import io.github.consentgrants.display.ClientDisplay;
import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.policy.AskFacts;
import io.github.consentgrants.policy.AskFacts.Request;
import io.github.consentgrants.policy.AskFacts.Sitting;
import io.github.consentgrants.policy.Asking;
import io.github.consentgrants.policy.SignInRequirement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/** Reads, from the tab and the realm, what decides whether the user is asked. */
final class RequestFacts {
    private static final String DETAILS_PARAMETER =
            AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX
                    + OAuth2Constants.AUTHORIZATION_DETAILS;

    private RequestFacts() {}

    /**
     * Reads them.
     *
     * @param scopes the client scopes that the request resolves to
     * @param sitting what the user's session knows
     */
    static AskFacts of(ConsentRequest request, List<AuthorizationDetails> scopes, Sitting sitting) {
        return Asking.facts(
                request.session(),
                request(request, scopes),
                new Asking(
                        request.client(),
                        GrantedScopes.requested(request),
                        scopes.stream()
                                .map(AuthorizationDetails::getClientScope)
                                .toList(),
                        request.user()),
                sitting);
    }

    private static Request request(ConsentRequest request, List<AuthorizationDetails> scopes) {
        AuthenticationSessionModel tab = request.authSession();
        return new Request(
                ClientDisplay.isSelfRegistered(request.client()),
                isForCode(tab),
                TokenUtil.hasPrompt(
                        tab.getClientNote(OIDCLoginProtocol.PROMPT_PARAM), OIDCLoginProtocol.PROMPT_VALUE_CONSENT),
                isOffline(GrantedScopes.requested(request), scopes),
                tab.getClientNote(OAuth2Constants.AUTHORIZATION_DETAILS) != null
                        || tab.getClientNote(DETAILS_PARAMETER) != null,
                SignInRequirement.of(request.client(), scopes.stream().map(AuthorizationDetails::getClientScope))
                        .isPresent());
    }

    private static boolean isForCode(AuthenticationSessionModel tab) {
        return !RequestOrigin.isSaml(tab)
                && OIDCResponseType.CODE.equals(tab.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM));
    }

    private static boolean isOffline(@Nullable String scope, List<AuthorizationDetails> scopes) {
        return TokenUtil.hasScope(scope, OAuth2Constants.OFFLINE_ACCESS)
                || scopes.stream()
                        .anyMatch(resolved -> OAuth2Constants.OFFLINE_ACCESS.equals(
                                resolved.getClientScope().getName()));
    }
}
