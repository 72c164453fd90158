package io.github.consentgrants.guard.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

class TokenRefusalTest {
    private final RealmModel realm = MockRealm.of();
    private final KeycloakSession session = MockSession.of(realm);
    private final EventBuilder event = new EventBuilder(realm, session).event(EventType.CODE_TO_TOKEN);
    private final TokenRefusal refusal = new TokenRefusal(session, event, mock(Cors.class));

    @BeforeEach
    void haveClient() {
        ClientModel client = MockRealm.client(realm, "shop");
        when(session.getContext().getClient()).thenReturn(client);
    }

    private void requireRecorded(String reason) {
        verify(session.getTransactionManager()).setRollbackOnly();
        assertThat(event.getEvent().getError()).isEqualTo("consent_denied");
        assertThat(event.getEvent().getDetails()).containsEntry("consent_grant_reason", reason);
    }

    @Test
    void refuseGrantTypeWhenCalledThenRollsBackAndTellsTheClient() {
        RuntimeException refused = refusal.refuseGrantType("unauthorized_client");
        assertThat(refused).isInstanceOf(CorsErrorResponseException.class).hasMessage("unauthorized_client");
        requireRecorded("grant_type_not_allowed");
    }

    /** The client can try again, where the user signs in again: not an error of its own. */
    @Test
    void refuseUnavailableWhenCalledThenRollsBackAndIsTemporary() {
        RuntimeException refused = refusal.refuseUnavailable("store_failed", new IllegalStateException());
        assertThat(refused).isInstanceOf(CorsErrorResponseException.class).hasMessage("temporarily_unavailable");
        requireRecorded("store_failed");
    }
}
