package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.request.ConsentNotes.Notice;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

class SuccessorTest {
    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final KeycloakSession session = MockSession.of(realm);
    private final KeycloakSession own = MockSession.of(realm);
    private final RootAuthenticationSessionModel root = mock(RootAuthenticationSessionModel.class);
    private final AuthenticationSessionModel ended = MockTab.of(realm, client, root, "ended");
    private final AuthenticationSessionModel fresh = MockTab.of(realm, client, root, "fresh");
    private final Map<String, AuthenticationSessionModel> tabs = new HashMap<>();
    private final ConsentRequest request = new ConsentRequest(session, ended, null, null);

    @BeforeEach
    void haveRoot() {
        when(session.getKeycloakSessionFactory().create()).thenReturn(own);
        when(own.realms().getRealm("realm")).thenReturn(realm);
        when(own.authenticationSessions().getRootAuthenticationSession(realm, "root"))
                .thenReturn(root);
        when(root.getId()).thenReturn("root");
        when(root.getAuthenticationSessions()).thenReturn(tabs);
        when(root.createAuthenticationSession(client)).thenAnswer(call -> {
            tabs.put("fresh", fresh);
            return fresh;
        });
        ended.setProtocol("openid-connect");
        when(ended.getRedirectUri()).thenReturn("https://shop.example/cb");
        ended.setClientNote("scope", "openid");
    }

    @Test
    void openWhenTheTabHasEndedThenAnotherWithTheSameRequestAndNoDecision() {
        ConsentNotes.setBrowser(ended, "hash");
        ConsentNotes.setClicked(ended, "page");

        assertThat(Successor.open(request)).contains("fresh");

        assertThat(fresh.getProtocol()).isEqualTo("openid-connect");
        verify(fresh).setRedirectUri("https://shop.example/cb");
        assertThat(fresh.getClientNotes()).isEqualTo(ended.getClientNotes());
        assertThat(ConsentNotes.isAsked(fresh)).isFalse();
        assertThat(ConsentNotes.isClicked(fresh, "page")).isFalse();
        assertThat(ConsentNotes.takeNotice(fresh)).isEqualTo(Notice.ANSWERED);
    }

    /** A browser that reloads must not fill its session with tabs. */
    @Test
    void openWhenItWasOpenedBeforeThenTheSame() {
        assertThat(Successor.open(request)).contains("fresh");
        assertThat(Successor.open(request)).contains("fresh");
        verify(root).createAuthenticationSession(any());
    }

    @Test
    void openWhenATabIsTheSuccessorOfAnotherThenNotThat() {
        AuthenticationSessionModel others = MockTab.of(realm, client, root, "others");
        others.setAuthNote("consent-grant.successor-of", "another");
        tabs.put("others", others);
        assertThat(Successor.open(request)).contains("fresh");
    }

    @Test
    void openWhenTheRootSessionIsGoneThenMadeAgainUnderItsId() {
        when(own.authenticationSessions().getRootAuthenticationSession(realm, "root"))
                .thenReturn(null);
        when(own.authenticationSessions().createRootAuthenticationSession(realm, "root"))
                .thenReturn(root);
        assertThat(Successor.open(request)).contains("fresh");
    }

    /** It is good for one sign-in only. */
    @Test
    void openWhenTheRequestWasPushedThenNone() {
        ended.setAuthNote(Constants.AUTHORIZATION_REQUEST_URI, "urn:ietf:params:oauth:request_uri:id");
        assertThat(Successor.open(request)).isEmpty();
        verify(root, never()).createAuthenticationSession(any());
    }
}
