package io.github.consentgrants.unit;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** Makes tabs that keep their notes, actions and protocol. */
public final class MockTab {
    private MockTab() {}

    /** Returns a tab named {@code tab} of the root session {@code root}, in which it is the only one. */
    public static AuthenticationSessionModel of(RealmModel realm, ClientModel client) {
        RootAuthenticationSessionModel root = mock(RootAuthenticationSessionModel.class);
        when(root.getId()).thenReturn("root");
        AuthenticationSessionModel tab = of(realm, client, root, "tab");
        when(root.getAuthenticationSessions()).thenReturn(Map.of("tab", tab));
        return tab;
    }

    public static AuthenticationSessionModel of(
            RealmModel realm, ClientModel client, RootAuthenticationSessionModel root, String id) {
        AuthenticationSessionModel tab = mock(AuthenticationSessionModel.class);
        when(tab.getRealm()).thenReturn(realm);
        when(tab.getClient()).thenReturn(client);
        when(tab.getParentSession()).thenReturn(root);
        when(tab.getTabId()).thenReturn(id);
        keepAuthNotes(tab);
        keepClientNotes(tab);
        keepActions(tab);
        keepProtocol(tab);
        return tab;
    }

    private static void keepAuthNotes(AuthenticationSessionModel tab) {
        Map<String, String> notes = new HashMap<>();
        when(tab.getAuthNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(tab)
                .setAuthNote(anyString(), any());
        doAnswer(call -> notes.remove(call.<String>getArgument(0))).when(tab).removeAuthNote(anyString());
    }

    private static void keepClientNotes(AuthenticationSessionModel tab) {
        Map<String, String> notes = new HashMap<>();
        when(tab.getClientNotes()).thenReturn(notes);
        when(tab.getClientNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(tab)
                .setClientNote(anyString(), any());
        doAnswer(call -> notes.remove(call.<String>getArgument(0))).when(tab).removeClientNote(anyString());
    }

    private static void keepActions(AuthenticationSessionModel tab) {
        Set<String> actions = new HashSet<>();
        when(tab.getRequiredActions()).thenAnswer(call -> Set.copyOf(actions));
        doAnswer(call -> actions.add(call.getArgument(0))).when(tab).addRequiredAction(anyString());
        doAnswer(call -> actions.remove(call.<String>getArgument(0))).when(tab).removeRequiredAction(anyString());
    }

    private static void keepProtocol(AuthenticationSessionModel tab) {
        Map<String, String> kept = new HashMap<>();
        when(tab.getProtocol()).thenAnswer(call -> kept.get("protocol"));
        doAnswer(call -> kept.put("protocol", call.getArgument(0))).when(tab).setProtocol(any());
    }
}
