package io.github.consentgrants.guard.code;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentProgress;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.http.HttpResponse;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What is refused although the request may have consumed a grant. The last test has everything but that. */
class BeforeAnswerTest {
    private static final String REDIRECT = "https://shop.example/cb";
    private static final String MARK = "client_request_param_consent-grant.authorization-endpoint";

    private final RealmModel realm = MockRealm.gated();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final AuthenticationSessionModel tab = MockTab.of(realm, client);
    private final KeycloakSession session = MockSession.of(realm);
    private final UserModel user = mock(UserModel.class);
    private final UserSessionModel userSession = mock(UserSessionModel.class);
    private final GateSettings settings = Gate.of(realm, client).orElseThrow();
    private final ConsentRequest request = new ConsentRequest(session, tab, user, new EventBuilder(realm, session));

    @BeforeEach
    void asItShouldBe() {
        tab.setProtocol("openid-connect");
        tab.setClientNote(MARK, "true");
        tab.setClientNote("redirect_uri", REDIRECT);
        when(tab.getRedirectUri()).thenReturn(REDIRECT);
        when(tab.getAuthenticatedUser()).thenReturn(user);
    }

    private void requireRefused(String reason) {
        assertThatThrownBy(() -> BeforeAnswer.require(request, settings, userSession))
                .hasMessageContaining(reason);
        verify(session.getTransactionManager()).setRollbackOnly();
    }

    @Test
    void requireWhenNoClientHasAskedThenRefused() {
        tab.removeClientNote(MARK);
        requireRefused("unsolicited");
    }

    /** The session that the answer is about can be another user's than the tab's. */
    @Test
    void requireWhenTheTabsUserIsAnotherThenRefused() {
        when(tab.getAuthenticatedUser()).thenReturn(mock(UserModel.class));
        requireRefused("binding_mismatch");
    }

    @Test
    void requireWhenTheTabHasNoUserThenRefused() {
        when(tab.getAuthenticatedUser()).thenReturn(null);
        requireRefused("binding_mismatch");
    }

    @Test
    void requireWhenAnAdministratorOpenedTheSessionThenRefused() {
        when(userSession.getNote("IMPERSONATOR_ID")).thenReturn("admin");
        requireRefused("impersonat");
    }

    @Test
    void requireWhenTheAnswerWouldGoElsewhereThenRefused() {
        when(tab.getRedirectUri()).thenReturn("https://shop.example/elsewhere");
        requireRefused("redirect_changed");
    }

    @Test
    void requireWhenTheActionIsGoneThenRefused() {
        MockRealm.setActions(realm);
        requireRefused("action_missing");
    }

    @Test
    void requireWhenNoGrantWasConsumedThenRefused() {
        requireRefused("not_found");
    }

    @Test
    void requireFinishedFlowWhenTheAuthenticatorWasNotReturnedToThenRefused() {
        assertThatCode(() -> BeforeAnswer.requireFinishedFlow(request)).doesNotThrowAnyException();
        ConsentNotes.returnToFlow(tab);
        assertThatThrownBy(() -> BeforeAnswer.requireFinishedFlow(request)).hasMessageContaining("flow_unfinished");
        verify(session.getTransactionManager()).setRollbackOnly();
    }

    /** What another request does at the same moment is not done in this one. */
    @Test
    void requireFinishedFlowWhenThisRequestRunsTheFlowThenAccepted() {
        ConsentNotes.returnToFlow(tab);
        ConsentProgress.in(session).runTheFlow();
        assertThatCode(() -> BeforeAnswer.requireFinishedFlow(request)).doesNotThrowAnyException();

        KeycloakSession ofAnother = MockSession.of(realm);
        ConsentRequest another = new ConsentRequest(ofAnother, tab, request.user(), request.event());
        assertThatThrownBy(() -> BeforeAnswer.requireFinishedFlow(another)).hasMessageContaining("flow_unfinished");
    }

    /** The browser has just been given the user's identity. */
    @Test
    void undoWhenTheAnswerIsNotGivenThenNoCookieOfItLeavesTheServer() {
        HttpResponse response = session.getContext().getHttpResponse();
        KeycloakSession own = MockSession.of(realm);
        when(session.getKeycloakSessionFactory().create()).thenReturn(own);
        BeforeAnswer.undo(session, tab, userSession);
        verify(session.getTransactionManager()).setRollbackOnly();
        verify(response).setHeader("Set-Cookie", "consent-grant-refused=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        verify(own.getTransactionManager(), never()).setRollbackOnly();
        verify(own).close();
    }
}
