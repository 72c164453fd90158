package io.github.consentgrants.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
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

class ShownStepTest {
    private static final String NOTE = "current.authentication.execution";

    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final KeycloakSession session = MockSession.of(realm);
    private final RootAuthenticationSessionModel root = mock(RootAuthenticationSessionModel.class);
    private final AuthenticationSessionModel tab = MockTab.of(realm, client, root, "tab");

    @BeforeEach
    void haveTab() {
        when(root.getId()).thenReturn("root");
        when(root.getAuthenticationSession(client, "tab")).thenReturn(tab);
        when(session.authenticationSessions().getRootAuthenticationSession(realm, "root"))
                .thenReturn(root);
        tab.setAuthNote(NOTE, "consent-grant");
    }

    private KeycloakTransaction afterTheFlow() {
        ShownStep.keep(session, tab);
        tab.setAuthNote(NOTE, "execution-of-the-authenticator");
        ArgumentCaptor<KeycloakTransaction> enlisted = ArgumentCaptor.forClass(KeycloakTransaction.class);
        verify(session.getTransactionManager()).enlistPrepare(enlisted.capture());
        enlisted.getValue().begin();
        return enlisted.getValue();
    }

    @Test
    void commitWhenTheTabIsThereThenItShowsTheAction() {
        afterTheFlow().commit();
        assertThat(tab.getAuthNote(NOTE)).isEqualTo("consent-grant");
        verify(root, never()).removeAuthenticationSessionByTabId(any());
    }

    @Test
    void commitWhenTheTabHadEndedThenItIsRemovedOnceMore() {
        when(root.getAuthenticationSession(client, "tab")).thenReturn(null);
        when(root.getAuthenticationSessions()).thenReturn(Map.of("tab", tab));
        afterTheFlow().commit();
        verify(root).removeAuthenticationSessionByTabId("tab");
    }

    @Test
    void commitWhenAllTabsHaveEndedThenNothingIsRemoved() {
        when(session.authenticationSessions().getRootAuthenticationSession(realm, "root"))
                .thenReturn(null);
        afterTheFlow().commit();
        verify(root, never()).removeAuthenticationSessionByTabId(any());
    }

    @Test
    void rollbackWhenTheTabIsThereThenItStaysAsItIs() {
        afterTheFlow().rollback();
        assertThat(tab.getAuthNote(NOTE)).isEqualTo("execution-of-the-authenticator");
    }
}
