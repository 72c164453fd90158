package io.github.consentgrants.guard.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.gate.NonInteractiveGrantType;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.services.cors.Cors;

class GuardedGrantTypeTest {
    private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    private final RealmModel realm = MockRealm.of(MockRealm.ours(Map.of("applies-to", "consent-required")));
    private final ClientModel gated = MockRealm.client(realm, "gated");
    private final ClientModel free = MockRealm.client(realm, "free");
    private final KeycloakSession session = MockSession.of(realm);
    private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
    private final OAuth2GrantType stock = mock(OAuth2GrantType.class);
    private final Response tokens = Response.ok().build();

    @BeforeEach
    void gateOne() {
        when(gated.isConsentRequired()).thenReturn(true);
        when(stock.process(any())).thenReturn(tokens);
    }

    private Response process(ClientModel client) {
        when(session.getContext().getClient()).thenReturn(client);
        EventBuilder event = new EventBuilder(realm, session).event(EventType.TOKEN_EXCHANGE);
        return new GuardedGrantType(NonInteractiveGrantType.TOKEN_EXCHANGE, stock)
                .process(new OAuth2GrantType.Context(session, null, null, form, event, mock(Cors.class), null));
    }

    @Test
    void processWhenTheClientIsNotGatedThenKeycloaksAnswer() {
        assertThat(process(free)).isSameAs(tokens);
        verify(session.getTransactionManager(), never()).setRollbackOnly();
    }

    @Test
    void processWhenTheClientIsGatedThenRefusedBeforeAnythingIsMade() {
        assertThatThrownBy(() -> process(gated)).hasMessage("unauthorized_client");
        verify(stock, never()).process(any());
        verify(session.getTransactionManager()).setRollbackOnly();
    }

    @Test
    void processWhenTheRealmAllowsItThenKeycloaksAnswer() {
        MockRealm.setActions(
                realm, MockRealm.ours(Map.of("applies-to", "consent-required", "allowed-grants", TOKEN_EXCHANGE)));
        assertThat(process(gated)).isSameAs(tokens);
    }

    @Test
    void processWhenTheTargetIsGatedThenRefusedBeforeAnythingIsMade() {
        form.add("audience", "gated");
        assertThatThrownBy(() -> process(free)).hasMessage("invalid_target");
        verify(stock, never()).process(any());
    }

    /** A pre-authorized code names the client itself: who it is, is known when the tokens are made. */
    @Test
    void processWhenTheClientTurnsOutToBeGatedThenTheTokensAreNotGiven() {
        when(stock.process(any())).thenAnswer(call -> {
            when(session.getContext().getClient()).thenReturn(gated);
            return tokens;
        });
        assertThatThrownBy(() -> process(free)).hasMessage("unauthorized_client");
        verify(session.getTransactionManager()).setRollbackOnly();
    }

    @Test
    void processWhenThereIsNoClientThenKeycloaksAnswer() {
        assertThat(process(null)).isSameAs(tokens);
    }
}
