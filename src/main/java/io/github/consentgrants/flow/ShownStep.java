package io.github.consentgrants.flow;

import io.github.consentgrants.request.ConcurrentRequest;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Keeps which action a tab shows. The flow notes the authenticator as the current step when it sends the page
 * (DefaultAuthenticationFlow.sendChallenge), and the answer to the page would be refused.
 */
final class ShownStep extends AbstractKeycloakTransaction {
    private final KeycloakSession session;
    private final AuthenticationSessionModel tab;
    private final @Nullable String step;
    private final boolean ended;

    /** Remembers the step of the tab as it is now. */
    ShownStep(KeycloakSession session, AuthenticationSessionModel tab) {
        this.session = session;
        this.tab = tab;
        this.step = tab.getAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION);
        this.ended = ConcurrentRequest.hasEnded(session, tab);
    }

    @Override
    protected void commitImpl() {
        if (!ended) {
            tab.setAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION, step);
            return;
        }
        // The note of the flow has brought the tab back.
        @Nullable RootAuthenticationSessionModel root = session.authenticationSessions()
                .getRootAuthenticationSession(
                        tab.getRealm(), tab.getParentSession().getId());
        if (root != null) {
            root.removeAuthenticationSessionByTabId(tab.getTabId());
        }
    }

    @Override
    protected void rollbackImpl() {
        // The tab stays as it was.
    }
}
