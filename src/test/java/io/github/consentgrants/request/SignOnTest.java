package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

class SignOnTest {
    private final RealmModel realm = MockRealm.of();
    private final AuthenticationSessionModel tab = MockTab.of(realm, MockRealm.client(realm, "shop"));
    private final KeycloakSession session = MockSession.of(realm);
    private final UserModel user = mock(UserModel.class);
    private final UserSessionModel userSession = mock(UserSessionModel.class);
    private final ConsentRequest request = new ConsentRequest(session, tab, user, null);

    @Test
    void credentialWhenTheCookieHasSignedTheUserOnThenTheCookie() {
        String cookie = MockSession.signOn(session, realm, user, userSession);
        tab.setAuthNote("SSO_AUTH", "true");

        assertThat(SignOn.session(request)).contains(userSession);
        assertThat(SignOn.credential(request)).contains(cookie);
    }

    /** A cookie that lies beside a password has not signed the user on: somebody else can have left it. */
    @Test
    void credentialWhenTheUserHasGivenAPasswordThenNone() {
        MockSession.signOn(session, realm, user, userSession);
        assertThat(SignOn.credential(request)).isEmpty();

        tab.setAuthNote("SSO_AUTH", "true");
        MockSession.request(session, "https://bank.example/realms/bank/login-actions/authenticate?session_code=code");
        assertThat(SignOn.credential(request)).isEmpty();
    }

    @Test
    void credentialWhenTheSessionIsAnotherUsersThenNone() {
        MockSession.signOn(session, realm, user, userSession);
        tab.setAuthNote("SSO_AUTH", "true");
        UserModel other = mock(UserModel.class);
        when(other.isEnabled()).thenReturn(true);
        when(userSession.getUser()).thenReturn(other);
        assertThat(SignOn.credential(request)).isEmpty();
    }

    @Test
    void credentialWhenThereIsNoCookieThenNone() {
        tab.setAuthNote("SSO_AUTH", "true");
        assertThat(SignOn.session(request)).isEmpty();
        assertThat(SignOn.credential(request)).isEmpty();
    }

    @Test
    void sessionWhenAskedTwiceThenTheCookieIsVerifiedOnce() {
        MockSession.signOn(session, realm, user, userSession);
        assertThat(SignOn.session(request)).contains(userSession);
        assertThat(SignOn.session(request)).contains(userSession);
        verify(session.sessions(), times(1)).getUserSession(realm, "session");
    }

    /** As Keycloak's CookieAuthenticator has, before it signs the user on. */
    @Test
    void sessionWhenKeycloakHasVerifiedTheCookieThenItsSession() {
        session.setAttribute("state_checker", "checker");
        when(session.getContext().getUserSession()).thenReturn(userSession);
        assertThat(SignOn.session(request)).contains(userSession);
        verify(session.sessions(), never()).getUserSession(any(), any());
    }

    @Test
    void sessionWhenTheContextHasOneWithoutACookieThenNone() {
        when(session.getContext().getUserSession()).thenReturn(userSession);
        assertThat(SignOn.session(request)).isEmpty();
    }
}
