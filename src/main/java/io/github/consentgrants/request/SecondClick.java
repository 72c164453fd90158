package io.github.consentgrants.request;

import io.github.consentgrants.gate.RequestOrigin;
import org.keycloak.OAuth2Constants;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.RestartLoginCookie;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;

/**
 * A second click on a page whose first click is answered with the code itself. The browser follows only the response to
 * the second click, whose tab has ended by then. Keycloak's restart cookie leads from there to the page again.
 */
public final class SecondClick {
    private SecondClick() {}

    /**
     * Sets the restart cookie again, if this very HTTP request has minted the grant. Elsewhere a redirect comes between
     * click and code, and the second click leads to that redirect. A request that is good for one sign-in only has
     * no successor: a pushed one (RFC 9126 4), or a device's. Nor is it set if other consent pages have ended with this one: an answer to
     * one of them would be led to this request.
     */
    public static void leadOn(KeycloakSession session, AuthenticationSessionModel ended) {
        if (!ConsentProgress.in(session).hasApproved()
                || RequestOrigin.isGoodOnce(ended)
                || OtherPages.haveEnded(session)) {
            return;
        }
        RestartLoginCookie restart = new RestartLoginCookie(ended);
        GrantedScopes.requestedIn(session).ifPresent(scope -> restart.getNotes().put(OAuth2Constants.SCOPE, scope));
        restart.setAction(Action.AUTHENTICATE.name());
        ConsentNotes.setNotice(restart.getNotes(), ConsentNotes.Notice.ANSWERED);
        session.getProvider(CookieProvider.class)
                .set(CookieType.AUTH_RESTART, RestartLoginCookie.encodeAndEncrypt(session, restart));
    }
}
