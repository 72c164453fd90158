package io.github.consentgrants.request;

import java.util.Optional;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.resources.LoginActionsService;

/** Single sign-on: the cookie of the user's identity, which this browser presents. */
final class SignOn {
    private SignOn() {}

    /** Returns the user session that the cookie names. Keycloak's CookieAuthenticator signs the user on with it. */
    static Optional<UserSessionModel> session(ConsentRequest request) {
        AuthResult identity =
                AuthenticationManager.authenticateIdentityCookie(request.session(), request.realm(), true);
        return Optional.ofNullable(identity).map(AuthResult::session);
    }

    /**
     * Returns the cookie if it alone has signed the user of the tab on, in this very request. Whoever knows the cookie
     * is this user to Keycloak, with or without this tab.
     */
    static Optional<String> credential(ConsentRequest request) {
        if (!AuthenticatorUtil.isSSOAuthentication(request.authSession()) || isAnswerToForm(request)) {
            return Optional.empty();
        }
        return session(request)
                .filter(userSession -> request.user().equals(userSession.getUser()))
                .map(userSession ->
                        request.session().getProvider(CookieProvider.class).get(CookieType.IDENTITY));
    }

    private static boolean isAnswerToForm(ConsentRequest request) {
        return request.session()
                .getContext()
                .getUri()
                .getQueryParameters()
                .containsKey(LoginActionsService.SESSION_CODE);
    }
}
