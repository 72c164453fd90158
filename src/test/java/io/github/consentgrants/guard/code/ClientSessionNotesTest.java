package io.github.consentgrants.guard.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

class ClientSessionNotesTest {
    private final Map<String, String> notes = new HashMap<>();
    private final AuthenticatedClientSessionModel clientSession = mock(AuthenticatedClientSessionModel.class);

    @BeforeEach
    void keepNotes() {
        when(clientSession.getNotes()).thenReturn(notes);
        when(clientSession.getNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(clientSession)
                .setNote(anyString(), anyString());
        doAnswer(call -> notes.remove(call.<String>getArgument(0)))
                .when(clientSession)
                .removeNote(anyString());
    }

    @Test
    void followWhenAnEarlierRequestLeftNotesThenOnlyThoseOfThisOneAndOfTheSessionStay() {
        notes.putAll(Map.of(
                "scope", "openid",
                "claims", "of an earlier request",
                "client_request_param_x", "of an earlier request",
                "an extension's", "of an earlier request",
                "clientId", "uuid",
                "startedAt", "1",
                "level-of-authentication", "1"));

        ClientSessionNotes.follow(Set.of("scope"), clientSession);

        assertThat(notes)
                .containsOnlyKeys(
                        "scope", "clientId", "startedAt", "level-of-authentication", "consent-grant.approved");
    }

    @Test
    void followsWhenNothingHasChangedThenTrue() {
        notes.put("claims", "{}");
        ApprovedNotes approved = ClientSessionNotes.follow(Set.of("claims"), clientSession);
        assertThat(ClientSessionNotes.approval(clientSession)).isEqualTo(approved.digest());
        assertThat(ClientSessionNotes.follows(approved, clientSession)).isTrue();
    }

    @Test
    void followsWhenAnotherRequestWasApprovedSinceThenFalse() {
        notes.put("claims", "{}");
        ApprovedNotes first = ClientSessionNotes.follow(Set.of("claims"), clientSession);
        notes.put("claims", "{\"userinfo\":{}}");
        ApprovedNotes second = ClientSessionNotes.follow(Set.of("claims"), clientSession);

        assertThat(ClientSessionNotes.follows(first, clientSession)).isFalse();
        assertThat(ClientSessionNotes.follows(second, clientSession)).isTrue();
    }

    /** The mark stays where another request only writes its notes; the notes stay where only the mark is another. */
    @Test
    void followsWhenEitherTheNotesOrTheMarkIsAnotherThenFalse() {
        notes.put("claims", "{}");
        ApprovedNotes approved = ClientSessionNotes.follow(Set.of("claims"), clientSession);

        notes.put("claims", "other");
        assertThat(ClientSessionNotes.follows(approved, clientSession)).isFalse();

        notes.put("claims", "{}");
        notes.put("consent-grant.approved", "other");
        assertThat(ClientSessionNotes.follows(approved, clientSession)).isFalse();

        notes.remove("consent-grant.approved");
        assertThat(ClientSessionNotes.follows(approved, clientSession)).isFalse();
        assertThat(ClientSessionNotes.approval(clientSession)).isNull();
    }

    private final RealmModel realm = MockRealm.of();
    private final AuthenticationSessionModel tab = MockTab.of(realm, MockRealm.client(realm, "shop"));
    private final KeycloakSession session = MockSession.of(realm);
    private final KeycloakSession own = MockSession.of(realm);
    private final UserSessionModel userSession = mock(UserSessionModel.class);
    private final UserSessionModel shared = mock(UserSessionModel.class);

    private void discard() {
        when(session.getKeycloakSessionFactory().create()).thenReturn(own);
        when(own.realms().getRealm("realm")).thenReturn(realm);
        when(userSession.getId()).thenReturn("session");
        ClientSessionNotes.discard(session, tab, userSession);
        verify(own).close();
    }

    /** The caller's own transaction rolls back, so what ends there would not end. */
    @Test
    void discardWhenTheSessionIsThereThenTheClientSessionEndsInATransactionOfItsOwn() {
        when(own.sessions().getUserSession(realm, "session")).thenReturn(shared);
        when(shared.getAuthenticatedClientSessionByClient("uuid of shop")).thenReturn(clientSession);
        discard();
        verify(clientSession).detachFromUserSession();
        verify(own.getTransactionManager(), never()).setRollbackOnly();
    }

    @Test
    void discardWhenSomethingIsGoneThenNothing() {
        discard();
        verify(own.getTransactionManager(), never()).setRollbackOnly();
    }

    @Test
    void discardWhenTheSessionHasNoneOfTheClientThenNothing() {
        when(own.sessions().getUserSession(realm, "session")).thenReturn(shared);
        discard();
        verify(clientSession, never()).detachFromUserSession();
        verify(own.getTransactionManager(), never()).setRollbackOnly();
    }
}
