package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/** An administrator who acts as a user (UserResource.impersonate) decides nothing in the user's name. */
public final class Impersonation {
    private Impersonation() {}

    /** Says whether an administrator opened the session. */
    public static boolean isBehind(UserSessionModel userSession) {
        return userSession.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null;
    }

    /**
     * Says whether the user cannot be told from an administrator: a session of this user that the tab may end in was opened by
     * one, or the tab was signed on by a session that this browser presents no more.
     */
    private static boolean isPossible(ConsentRequest request) {
        Optional<UserSessionModel> presented = SignOn.session(request);
        if (presented.isEmpty() && AuthenticatorUtil.isSSOAuthentication(request.authSession())) {
            return true;
        }
        return Stream.concat(presented.stream(), ofTab(request).stream())
                .filter(userSession -> request.user().equals(userSession.getUser()))
                .anyMatch(Impersonation::isBehind);
    }

    /** Returns the session that Keycloak attaches if the tab has none by then (AuthenticationProcessor.attachSession). */
    private static Optional<UserSessionModel> ofTab(ConsentRequest request) {
        KeycloakSession session = request.session();
        RealmModel realm = request.realm();
        return Optional.ofNullable(session.sessions()
                .getUserSession(realm, request.authSession().getParentSession().getId()));
    }

    /**
     * Makes sure that it is the user who is asked, and who decides.
     *
     * @throws RuntimeException a {@link Refusal} if it may be an administrator in the user's name
     */
    static void refuseIfPossible(ConsentRequest request) {
        if (isPossible(request)) {
            throw Refusal.IMPERSONATED.refuse(request, null, ConsentAudit.IMPERSONATED);
        }
    }
}
