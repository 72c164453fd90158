package io.github.consentgrants.unit;

import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Makes realms that have required actions, and clients of them. */
public final class MockRealm {
    private static final String OURS = "consent-grant";

    private MockRealm() {}

    /** Returns a realm named {@code bank} with these actions. */
    public static RealmModel of(RequiredActionProviderModel... actions) {
        RealmModel realm = mock(RealmModel.class);
        when(realm.getId()).thenReturn("realm");
        when(realm.getName()).thenReturn("bank");
        setActions(realm, actions);
        return realm;
    }

    /** Returns a realm that gates every client but Keycloak's own. */
    public static RealmModel gated() {
        return of(ours(Map.of("applies-to", "all")));
    }

    public static void setActions(RealmModel realm, RequiredActionProviderModel... actions) {
        when(realm.getRequiredActionProvidersStream()).thenAnswer(call -> Stream.of(actions));
        when(realm.getRequiredActionProviderByAlias(anyString()))
                .thenAnswer(call -> Stream.of(actions)
                        .filter(action -> call.getArgument(0).equals(action.getAlias()))
                        .findFirst()
                        .orElse(null));
    }

    /** Returns this extension's action, enabled, under its own alias. */
    public static RequiredActionProviderModel ours(Map<String, String> config) {
        RequiredActionProviderModel action = action(OURS, OURS);
        action.setConfig(new HashMap<>(config));
        return action;
    }

    /** Returns an enabled action. */
    public static RequiredActionProviderModel action(String providerId, String alias) {
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setId("id of " + alias);
        action.setProviderId(providerId);
        action.setAlias(alias);
        action.setEnabled(true);
        return action;
    }

    public static RequiredActionProviderModel disabled(RequiredActionProviderModel action) {
        action.setEnabled(false);
        return action;
    }

    /** Returns a client, of which no consent is required. */
    public static ClientModel client(RealmModel realm, String clientId) {
        ClientModel client = mock(ClientModel.class);
        when(client.getId()).thenReturn("uuid of " + clientId);
        when(client.getClientId()).thenReturn(clientId);
        when(client.getRealm()).thenReturn(realm);
        when(realm.getClientByClientId(clientId)).thenReturn(client);
        when(realm.getClientById("uuid of " + clientId)).thenReturn(client);
        return client;
    }
}
