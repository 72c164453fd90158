package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserConsentModel;
import org.keycloak.models.UserModel;

class StoredConsentTest {
    private final RealmModel realm = MockRealm.gated();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final KeycloakSession session = MockSession.of(realm);
    private final UserModel user = mock(UserModel.class);
    private final ClientScopeModel scope = mock(ClientScopeModel.class);
    private final AuthenticatedClientSessionModel clientSession = mock(AuthenticatedClientSessionModel.class);

    @BeforeEach
    void haveAScopeWithoutConsent() {
        when(user.getId()).thenReturn("user");
        when(scope.getId()).thenReturn("scope");
        when(scope.getName()).thenReturn("payments");
        when(scope.isDisplayOnConsentScreen()).thenReturn(true);
        when(client.getClientScopes(true)).thenReturn(Map.of("payments", scope));
        when(session.users().getConsentByClient(realm, "user", "uuid of shop")).thenReturn(null);
    }

    private boolean covers(boolean requested) {
        return StoredConsent.covers(session, client, user, clientSession, "payments", requested);
    }

    private void consent() {
        UserConsentModel consent = new UserConsentModel(client);
        consent.addGrantedClientScope(scope);
        when(session.users().getConsentByClient(realm, "user", "uuid of shop")).thenReturn(consent);
    }

    private void allow(String grantType) {
        MockRealm.setActions(realm, MockRealm.ours(Map.of("applies-to", "all", "allowed-grants", grantType)));
    }

    /** The user has taken it back in the account console. */
    @Test
    void coversWhenTheConsentIsGoneThenNot() {
        assertThat(covers(true)).isFalse();
        assertThat(covers(false)).isFalse();
    }

    @Test
    void coversWhenTheConsentIsThereThenTrue() {
        consent();
        assertThat(covers(true)).isTrue();
        assertThat(covers(false)).isTrue();
    }

    /** A grant type that needs no approval has left no consent to look for. */
    @Test
    void coversWhenTheRealmAllowsAGrantTypeWithoutApprovalThenOnlyRequestsAreAsked() {
        allow("password");
        assertThat(covers(false)).isTrue();
        assertThat(covers(true)).isFalse();
    }

    @Test
    void coversWhenTheClientIsNotGatedThenTrue() {
        MockRealm.setActions(realm, MockRealm.ours(Map.of("applies-to", "consent-required")));
        assertThat(covers(true)).isTrue();
    }

    /** Keycloak asks so itself. */
    @Test
    void coversWhenConsentIsRequiredThenLeftToKeycloak() {
        when(client.isConsentRequired()).thenReturn(true);
        assertThat(covers(true)).isTrue();
    }
}
