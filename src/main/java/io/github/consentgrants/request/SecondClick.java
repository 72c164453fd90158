package io.github.consentgrants.request;

import io.github.consentgrants.gate.RequestOrigin;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.RestartLoginCookie;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;

/**
 * A second click on a page whose first click is answered with the code itself. The browser follows the answer to the second
 * only, whose tab has ended by then. What Keycloak keeps of the request in the browser leads on from there: to the page again.
 */
public final class SecondClick {
    private SecondClick() {}

    /**
     * Keeps the request in the browser, if this very request has made the grant: elsewhere a redirect comes between click and code, and
     * the second click leads to it. Not a pushed request, which is good for one sign-in only. Nor if other pages
     * have ended with this one: an answer to one of them would be led to this request.
     */
    public static void leadOn(KeycloakSession session, AuthenticationSessionModel ended) {
        if (!ConsentProgress.in(session).hasApproved()
                || RequestOrigin.isPushed(ended)
                || OtherPages.haveEnded(session)) {
            return;
        }
        RestartLoginCookie restart = new RestartLoginCookie(ended);
        restart.setAction(Action.AUTHENTICATE.name());
        ConsentNotes.setNotice(restart.getNotes(), ConsentNotes.Notice.ANSWERED);
        session.getProvider(CookieProvider.class)
                .set(CookieType.AUTH_RESTART, RestartLoginCookie.encodeAndEncrypt(session, restart));
    }
}
