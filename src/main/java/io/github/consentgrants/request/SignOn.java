package io.github.consentgrants.request;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.resources.LoginActionsService;

/** Single sign-on: the cookie of the user's identity, which this browser presents. */
final class SignOn {
    private static final String ATTRIBUTE = SignOn.class.getName();

    /** What Keycloak remembers of an identity cookie that it has verified (AuthenticationManager.verifyIdentityToken). */
    private static final String VERIFIED = "state_checker";

    private SignOn() {}

    private record Presented(String realmId, Optional<UserSessionModel> userSession) {}

    /**
     * Returns the user session that the cookie names. Keycloak's CookieAuthenticator signs the user on with it. The
     * cookie of an HTTP request is verified once, by Keycloak or here: its signature is a tenth of what the extension
     * costs.
     */
    static Optional<UserSessionModel> session(ConsentRequest request) {
        KeycloakSession session = request.session();
        String realmId = request.realm().getId();
        @Nullable Presented known = session.getAttribute(ATTRIBUTE, Presented.class);
        if (known != null && known.realmId().equals(realmId)) {
            return known.userSession();
        }
        Optional<UserSessionModel> userSession = verified(session)
                .or(() -> Optional.ofNullable(
                                AuthenticationManager.authenticateIdentityCookie(session, request.realm(), true))
                        .map(AuthResult::session));
        session.setAttribute(ATTRIBUTE, new Presented(realmId, userSession));
        return userSession;
    }

    /** Before the tab gets a session of its own, Keycloak's context has that of the cookie. */
    private static Optional<UserSessionModel> verified(KeycloakSession session) {
        return session.getAttribute(VERIFIED) == null
                ? Optional.empty()
                : Optional.ofNullable(session.getContext().getUserSession());
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
