package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;
import org.mockito.ArgumentCaptor;

class OtherPagesTest {
    private static final int BEFORE = 1000;
    private static final int AGED = 100;

    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final KeycloakSession session = MockSession.of(realm);
    private final RootAuthenticationSessionModel root = mock(RootAuthenticationSessionModel.class);
    private final AuthenticationSessionModel tab = MockTab.of(realm, client, root, "tab");
    private final AuthenticationSessionModel other = MockTab.of(realm, client, root, "other");

    @BeforeEach
    void haveTabs() {
        when(root.getId()).thenReturn("root");
        when(root.getTimestamp()).thenReturn(BEFORE);
        when(root.getAuthenticationSessions()).thenReturn(Map.of("other", other));
        when(session.authenticationSessions().getRootAuthenticationSession(realm, "root"))
                .thenReturn(root);
        ConsentNotes.setBrowser(other, "hash");
    }

    private void commit() {
        ArgumentCaptor<KeycloakTransaction> enlisted = ArgumentCaptor.forClass(KeycloakTransaction.class);
        verify(session.getTransactionManager(), times(1)).enlistPrepare(enlisted.capture());
        enlisted.getValue().begin();
        enlisted.getValue().commit();
    }

    @Test
    void commitWhenKeycloakHasAgedAnotherPageThenItKeepsItsTime() {
        OtherPages.keepTime(session, tab);
        when(root.getTimestamp()).thenReturn(AGED);
        commit();
        verify(root).setTimestamp(anyInt());
    }

    @Test
    void commitWhenNothingWasAgedThenNothingIsWritten() {
        OtherPages.keepTime(session, tab);
        commit();
        verify(root, never()).setTimestamp(anyInt());
    }

    /** Keycloak's own pages sign on by themselves. */
    @Test
    void commitWhenNobodyIsAskedElsewhereThenNothingIsWritten() {
        other.removeAuthNote("consent-grant.browser");
        OtherPages.ended(session, tab);
        when(root.getTimestamp()).thenReturn(AGED);
        commit();
        verify(root, never()).setTimestamp(anyInt());
    }

    @Test
    void commitWhenOnlyTheTabItselfIsAskedThenItEndsAndNoTimeIsKept() {
        ConsentNotes.setBrowser(tab, "hash");
        when(root.getAuthenticationSessions()).thenReturn(Map.of("tab", tab));
        OtherPages.ended(session, tab);
        commit();
        verify(root, never()).setTimestamp(anyInt());
        verify(root).removeAuthenticationSessionByTabId("tab");
    }

    @Test
    void commitWhenAnAnsweredTabWasBroughtBackThenItEnds() {
        when(root.getAuthenticationSessions()).thenReturn(Map.of("tab", tab, "other", other));
        OtherPages.ended(session, tab);
        commit();
        verify(root).removeAuthenticationSessionByTabId("tab");
        verify(root).setTimestamp(anyInt());
    }

    @Test
    void commitWhenTheTabWasNotAnsweredThenItStays() {
        when(root.getAuthenticationSessions()).thenReturn(Map.of("tab", tab, "other", other));
        OtherPages.keepTime(session, tab);
        when(root.getTimestamp()).thenReturn(AGED);
        commit();
        verify(root, never()).removeAuthenticationSessionByTabId(any());
    }

    @Test
    void commitWhenAllTabsAreGoneThenNothing() {
        OtherPages.ended(session, tab);
        when(session.authenticationSessions().getRootAuthenticationSession(realm, "root"))
                .thenReturn(null);
        assertThatCode(this::commit).doesNotThrowAnyException();
    }

    @Test
    void keepTimeWhenCalledTwiceThenOnce() {
        OtherPages.keepTime(session, tab);
        OtherPages.ended(session, tab);
        commit();
        verify(root).setTimestamp(anyInt());
    }
}
