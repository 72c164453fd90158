package io.github.consentgrants.guard.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.clientregistration.ClientRegistrationAuth;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;

class GuardedUpdateTest {
    private final RealmModel realm = MockRealm.of(MockRealm.ours(Map.of("applies-to", "consent-required")));
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final KeycloakSession session = MockSession.of(realm);
    private final ClientRegistrationProvider provider = mock(ClientRegistrationProvider.class);
    private final ClientRegistrationAuth auth = mock(ClientRegistrationAuth.class);
    private final ClientRepresentation updated = new ClientRepresentation();

    @BeforeEach
    void gatedClientOfItsOwn() {
        when(provider.getAuth()).thenReturn(auth);
        EventBuilder event = new EventBuilder(realm, session).event(EventType.CLIENT_UPDATE);
        when(provider.getEvent()).thenReturn(event);
        when(auth.isRegistrationAccessToken()).thenReturn(true);
        AccessToken token = new AccessToken();
        token.id("token");
        when(auth.getJwt()).thenReturn(token);
        when(client.getRegistrationToken()).thenReturn("token");
        when(client.isConsentRequired()).thenReturn(true);
        when(client.getProtocol()).thenReturn("openid-connect");
    }

    private ClientRepresentation run(Runnable change) {
        return GuardedUpdate.run(provider, session, "shop", () -> {
            change.run();
            return updated;
        });
    }

    private void requireRefused(Runnable change) {
        assertThatThrownBy(() -> run(change)).isInstanceOf(ErrorResponseException.class);
        verify(session.getTransactionManager()).setRollbackOnly();
    }

    private void requireAllowed(Runnable change) {
        assertThat(run(change)).isSameAs(updated);
        verify(session.getTransactionManager(), never()).setRollbackOnly();
    }

    @Test
    void runWhenNothingOfTheGateChangesThenAllowed() {
        requireAllowed(() -> when(client.getName()).thenReturn("Another name"));
    }

    @Test
    void runWhenTheClientSwitchesConsentOffThenRefused() {
        requireRefused(() -> when(client.isConsentRequired()).thenReturn(false));
    }

    /** Also where every client is gated: the realm may return to the switch. */
    @Test
    void runWhenEveryClientIsGatedThenTheSwitchIsKeptAllTheSame() {
        MockRealm.setActions(realm, MockRealm.ours(Map.of("applies-to", "all")));
        requireRefused(() -> when(client.isConsentRequired()).thenReturn(false));
    }

    @Test
    void runWhenTheClientSwitchesConsentOnThenAllowed() {
        MockRealm.setActions(realm, MockRealm.ours(Map.of("applies-to", "all")));
        when(client.isConsentRequired()).thenReturn(false);
        requireAllowed(() -> when(client.isConsentRequired()).thenReturn(true));
    }

    @Test
    void runWhenTheProtocolChangesThenRefused() {
        requireRefused(() -> when(client.getProtocol()).thenReturn("saml"));
    }

    @Test
    void runWhenTheClientBecomesBearerOnlyThenRefused() {
        requireRefused(() -> when(client.isBearerOnly()).thenReturn(true));
    }

    @Test
    void runWhenTheClientIsGoneUnderThisNameThenRefused() {
        requireRefused(() -> when(realm.getClientByClientId("shop")).thenReturn(null));
    }

    /** An administrator may use the same endpoint. */
    @Test
    void runWhenAnAdministratorSwitchesConsentOffThenAllowed() {
        when(auth.isRegistrationAccessToken()).thenReturn(false);
        requireAllowed(() -> when(client.isConsentRequired()).thenReturn(false));
    }

    @Test
    void runWhenTheClientIsNotGatedThenAllowed() {
        when(client.isConsentRequired()).thenReturn(false);
        requireAllowed(() -> when(client.getProtocol()).thenReturn("saml"));
    }

    private void requireMayLeave(boolean allowed) {
        if (allowed) {
            assertThatCode(() -> GuardedUpdate.requireMayLeave(provider, session, "shop"))
                    .doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> GuardedUpdate.requireMayLeave(provider, session, "shop"))
                    .isInstanceOf(ErrorResponseException.class);
        }
        verify(auth).resolveRegistrationAuth();
    }

    @Test
    void requireMayLeaveWhenTheSwitchIsOnThenNot() {
        requireMayLeave(false);
    }

    @Test
    void requireMayLeaveWhenTheSwitchIsOffThenAllowed() {
        MockRealm.setActions(realm, MockRealm.ours(Map.of("applies-to", "all")));
        when(client.isConsentRequired()).thenReturn(false);
        requireMayLeave(true);
    }

    @Test
    void requireMayLeaveWhenTheTokenIsNotTheClientsThenKeycloakSaysSo() {
        when(client.getRegistrationToken()).thenReturn("another");
        requireMayLeave(true);
    }

    @Test
    void requireMayLeaveWhenAnAdministratorDeletesThenAllowed() {
        when(auth.isRegistrationAccessToken()).thenReturn(false);
        requireMayLeave(true);
    }

    @Test
    void requireMayLeaveWhenNotGatedOrGoneThenAllowed() {
        when(realm.getClientByClientId("shop")).thenReturn(null);
        requireMayLeave(true);
    }
}
