package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

class ImpersonationTest {
    private static final String IMPERSONATOR = "IMPERSONATOR_ID";

    private final RealmModel realm = MockRealm.of();
    private final AuthenticationSessionModel tab = MockTab.of(realm, MockRealm.client(realm, "shop"));
    private final KeycloakSession session = MockSession.of(realm);
    private final UserModel user = mock(UserModel.class);
    private final UserSessionModel userSession = mock(UserSessionModel.class);
    private final ConsentRequest request = new ConsentRequest(session, tab, user, new EventBuilder(realm, session));

    private void requireRefused() {
        assertThatThrownBy(() -> Impersonation.refuseIfPossible(request)).hasMessageContaining("impersonat");
        verify(session.getTransactionManager()).setRollbackOnly();
    }

    private void requireAllowed() {
        assertThatCode(() -> Impersonation.refuseIfPossible(request)).doesNotThrowAnyException();
        verify(session.getTransactionManager(), never()).setRollbackOnly();
    }

    /** The session that a tab will end in has the tab's root as its id. */
    private void ofTab(UserModel of) {
        when(userSession.getUser()).thenReturn(of);
        when(session.sessions().getUserSession(realm, "root")).thenReturn(userSession);
    }

    private void signedOn() {
        tab.setAuthNote("SSO_AUTH", "true");
    }

    @Test
    void isBehindWhenAnAdministratorOpenedTheSessionThenTrue() {
        assertThat(Impersonation.isBehind(userSession)).isFalse();
        when(userSession.getNote(IMPERSONATOR)).thenReturn("");
        assertThat(Impersonation.isBehind(userSession)).isTrue();
    }

    @Test
    void refuseIfPossibleWhenTheUserSignedInAloneThenNot() {
        requireAllowed();
    }

    @Test
    void refuseIfPossibleWhenTheTabWasSignedOnByACookieThatIsGoneThenRefused() {
        signedOn();
        requireRefused();
    }

    @Test
    void refuseIfPossibleWhenTheTabWasSignedOnByThePresentedCookieThenNot() {
        signedOn();
        MockSession.signOn(session, realm, user, userSession);
        requireAllowed();
    }

    @Test
    void refuseIfPossibleWhenAnAdministratorOpenedThePresentedSessionThenRefused() {
        MockSession.signOn(session, realm, user, userSession);
        when(userSession.getNote(IMPERSONATOR)).thenReturn("admin");
        requireRefused();
    }

    @Test
    void refuseIfPossibleWhenAnAdministratorOpenedTheSessionOfTheTabThenRefused() {
        ofTab(user);
        when(userSession.getNote(IMPERSONATOR)).thenReturn("admin");
        requireRefused();
    }

    @Test
    void refuseIfPossibleWhenTheUserOpenedTheSessionOfTheTabThenNot() {
        ofTab(user);
        requireAllowed();
    }

    /** A session of somebody else whom an administrator impersonates: the user who has just signed in is another one. */
    @Test
    void refuseIfPossibleWhenTheSessionIsAnotherUsersThenNot() {
        ofTab(mock(UserModel.class));
        when(userSession.getNote(IMPERSONATOR)).thenReturn("admin");
        requireAllowed();
    }

    @Test
    void refuseIfPossibleWhenThePresentedSessionIsTheUsersOwnAndTheTabsIsNotThenRefused() {
        MockSession.signOn(session, realm, user, mock(UserSessionModel.class));
        ofTab(user);
        when(userSession.getNote(IMPERSONATOR)).thenReturn("admin");
        requireRefused();
    }
}
