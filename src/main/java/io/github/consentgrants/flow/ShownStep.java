package io.github.consentgrants.flow;

import io.github.consentgrants.request.ConcurrentRequest;
import io.github.consentgrants.request.OtherPages;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keeps which action a tab shows. The flow notes the authenticator as the current step when it sends the page
 * (DefaultAuthenticationFlow.sendChallenge), and the answer to the page would be refused.
 */
final class ShownStep extends AbstractKeycloakTransaction {
    private final AuthenticationSessionModel tab;
    private final @Nullable String step;

    private ShownStep(AuthenticationSessionModel tab) {
        this.tab = tab;
        this.step = tab.getAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION);
    }

    /** Keeps the step of the tab as it is now. If the step has ended the tab, the note of the flow must not bring it back. */
    static void keep(KeycloakSession session, AuthenticationSessionModel tab) {
        if (ConcurrentRequest.hasEnded(session, tab)) {
            OtherPages.ended(session, tab);
        } else {
            session.getTransactionManager().enlistPrepare(new ShownStep(tab));
        }
    }

    @Override
    protected void commitImpl() {
        tab.setAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION, step);
    }

    @Override
    protected void rollbackImpl() {
        // The tab stays as it was.
    }
}
