package io.github.consentgrants.guard.code;

import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.request.ConsentRequest;
import org.jspecify.annotations.Nullable;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.RedirectUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Says whether the answer goes where the client asked. Keycloak resumes a lost sign-in with the redirect URI that a
 * link names (SessionCodeChecks.restartAuthenticationSessionFromCookie), if it is one of the client's; see
 * docs/adr/0023.
 */
final class RequestedRedirect {
    private RequestedRedirect() {}

    static boolean isTargetOf(ConsentRequest request) {
        AuthenticationSessionModel tab = request.authSession();
        @Nullable String asked = RequestOrigin.isSaml(tab)
                ? RequestOrigin.samlTarget(tab)
                : tab.getClientNote(OIDCLoginProtocol.REDIRECT_URI_PARAM);
        String target = tab.getRedirectUri();
        return asked == null
                || asked.equals(target)
                || target.equals(RedirectUtils.verifyRedirectUri(request.session(), asked, request.client()));
    }
}
