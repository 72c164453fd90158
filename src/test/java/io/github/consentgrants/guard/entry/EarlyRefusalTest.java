package io.github.consentgrants.guard.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.gate.NonInteractiveGrantType;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponseException;

class EarlyRefusalTest {
    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final KeycloakSession session = MockSession.of(realm);
    private final EventBuilder event = new EventBuilder(realm, session).event(EventType.OAUTH2_DEVICE_AUTH);

    private ErrorResponseException refusal() {
        return EarlyRefusal.refuseIfGated(session, client, NonInteractiveGrantType.CIBA, event);
    }

    @Test
    void refuseIfGatedWhenGatedThenRefusedAndRecorded() {
        MockRealm.setActions(realm, MockRealm.ours(Map.of("applies-to", "all", "allowed-grants", "password")));
        assertThat(refusal()).hasMessageContaining("unauthorized_client");
        assertThat(event.getEvent().getError()).isEqualTo("consent_denied");
        assertThat(event.getEvent().getClientId()).isEqualTo("shop");
    }

    @Test
    void refuseIfGatedWhenNotGatedOrAllowedThenTheClientMayBegin() {
        assertThat(refusal()).isNull();
        MockRealm.setActions(
                realm,
                MockRealm.ours(
                        Map.of("applies-to", "all", "allowed-grants", NonInteractiveGrantType.CIBA.grantType())));
        assertThat(refusal()).isNull();
        assertThat(event.getEvent().getError()).isNull();
    }
}
