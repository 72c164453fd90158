package io.github.consentgrants.guard.code;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.request.AskableAction;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.GrantConsumption;
import io.github.consentgrants.request.Impersonation;
import io.github.consentgrants.request.Refusal;
import jakarta.ws.rs.core.HttpHeaders;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What must hold before a login protocol answers a gated client, whichever protocol it is; and what is undone if it does not. */
final class BeforeAnswer {
    /** A response header cannot be removed, only replaced. The replacement is a cookie that nobody has. */
    private static final String NO_COOKIE = "consent-grant-refused=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";

    private BeforeAnswer() {}

    /**
     * Makes sure that this transaction has consumed a grant for exactly this request, and this user session.
     *
     * @param request with the user of the session that the answer will be about, not of the tab, which may have been switched
     * @return the id of the grant
     * @throws RuntimeException a {@link Refusal} in every other case
     */
    static String require(ConsentRequest request, GateSettings settings, UserSessionModel userSession) {
        requireAuthorizationRequest(request);
        requireSameUser(request, request.authSession().getAuthenticatedUser());
        requireUser(request, userSession);
        requireRequestedRedirect(request);
        AskableAction.require(request);
        String grantId = new GrantConsumption(request, settings).require(userSession);
        request.session().getTransactionManager().enlistAfterCompletion(new FailedCommit(request.session()));
        return grantId;
    }

    /** Makes sure that a request which needs no grant is one of a client, is answered to where the client asked, and about its user. */
    static void requireUnasked(ConsentRequest request) {
        requireAuthorizationRequest(request);
        requireSameUser(request, request.authSession().getAuthenticatedUser());
        requireRequestedRedirect(request);
    }

    /**
     * Refuses if the authenticator asked in the middle of a flow which was never resumed: what comes after the
     * authenticator has not run.
     */
    static void requireFinishedFlow(ConsentRequest request) {
        if (request.returnsToFlow()) {
            throw Refusal.NOT_VALID.refuse(request, null, ConsentAudit.FLOW_UNFINISHED);
        }
    }

    private static void requireAuthorizationRequest(ConsentRequest request) {
        if (RequestOrigin.isUnsolicited(request.authSession())) {
            throw Refusal.NOT_ASKED.refuse(request, null, ConsentAudit.UNSOLICITED);
        }
    }

    private static void requireSameUser(ConsentRequest request, UserModel authenticated) {
        if (!request.user().equals(authenticated)) {
            throw Refusal.NOT_VALID.refuse(request, null, Reason.BINDING_MISMATCH.value());
        }
    }

    /**
     * Impersonation is checked before the page is shown, too. Here it is checked for the session that the answer will
     * be about.
     */
    private static void requireUser(ConsentRequest request, UserSessionModel userSession) {
        if (Impersonation.isBehind(userSession)) {
            throw Refusal.IMPERSONATED.refuse(request, null, ConsentAudit.IMPERSONATED);
        }
    }

    private static void requireRequestedRedirect(ConsentRequest request) {
        if (!RequestedRedirect.isTargetOf(request)) {
            throw Refusal.NOT_VALID.refuse(request, null, ConsentAudit.REDIRECT_CHANGED);
        }
    }

    /**
     * Undoes what Keycloak has done for an answer that is not given. Keycloak turns an unexpected exception into a
     * page, and would commit what was done until then. It has also just set the identity cookie in this browser
     * (AuthenticationManager.redirectAfterSuccessfulFlow).
     */
    static void undo(KeycloakSession session, AuthenticationSessionModel authSession, UserSessionModel userSession) {
        session.getTransactionManager().setRollbackOnly();
        ClientSessionNotes.discard(session, authSession, userSession);
        removeCookies(session);
    }

    private static void removeCookies(KeycloakSession session) {
        session.getContext().getHttpResponse().setHeader(HttpHeaders.SET_COOKIE, NO_COOKIE);
    }

    /**
     * An answer whose transaction cannot be committed is not given either. The browser would lose its key of the tab,
     * and would be signed in to a session that does not exist.
     */
    private static final class FailedCommit extends AbstractKeycloakTransaction {
        private final KeycloakSession session;

        FailedCommit(KeycloakSession session) {
            this.session = session;
        }

        @Override
        protected void commitImpl() {
            // The answer is given.
        }

        @Override
        protected void rollbackImpl() {
            removeCookies(session);
        }
    }
}
