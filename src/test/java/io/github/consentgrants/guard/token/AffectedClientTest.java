package io.github.consentgrants.guard.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doReturn;

import io.github.consentgrants.gate.NonInteractiveGrantType;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.TokenManager;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.representations.idm.authorization.PermissionTicketToken;

class AffectedClientTest {
    private final RealmModel realm = MockRealm.of();
    private final ClientModel bank = MockRealm.client(realm, "bank");
    private final ClientModel shop = MockRealm.client(realm, "shop");
    private final KeycloakSession session = MockSession.of(realm);
    private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
    private final OAuth2GrantType.Context context =
            new OAuth2GrantType.Context(session, null, null, form, null, null, null);

    /** Keycloak makes nothing of a token that is not one of this realm's. */
    private void decoded(String text, JsonWebToken token, Class<? extends JsonWebToken> type) {
        TokenManager tokens = session.tokens();
        doReturn(token).when(tokens).decode(text, type);
    }

    private static <T extends JsonWebToken> T issuedFor(T token, String clientId) {
        token.issuedFor(clientId);
        return token;
    }

    @ParameterizedTest
    @CsvSource({"TOKEN_EXCHANGE, invalid_target", "UMA_TICKET, request_denied"})
    void ofWhenAudiencesAreNamedThenEachThatThereIs(NonInteractiveGrantType grant, String error) {
        form.add("audience", "bank");
        form.add("audience", "nobody");
        form.add("audience", "shop");
        assertThat(AffectedClient.of(grant, context))
                .containsExactly(new AffectedClient(bank, error), new AffectedClient(shop, error));
    }

    @Test
    void ofWhenATokenIsExchangedThenTheClientThatItWasIssuedFor() {
        form.add("subject_token", "token");
        AccessToken token = issuedFor(new AccessToken(), "bank");
        decoded("token", token, AccessToken.class);
        assertThat(AffectedClient.of(NonInteractiveGrantType.TOKEN_EXCHANGE, context))
                .containsExactly(new AffectedClient(bank, "invalid_request"));
    }

    @Test
    void ofWhenATicketIsPresentedThenTheClientThatItWasIssuedFor() {
        form.add("ticket", "token");
        PermissionTicketToken token = issuedFor(new PermissionTicketToken(), "bank");
        decoded("token", token, PermissionTicketToken.class);
        assertThat(AffectedClient.of(NonInteractiveGrantType.UMA_TICKET, context))
                .containsExactly(new AffectedClient(bank, "request_denied"));
    }

    @Test
    void ofWhenBothAreNamedThenBoth() {
        form.add("audience", "shop");
        form.add("subject_token", "token");
        AccessToken token = issuedFor(new AccessToken(), "bank");
        decoded("token", token, AccessToken.class);
        assertThat(AffectedClient.of(NonInteractiveGrantType.TOKEN_EXCHANGE, context))
                .extracting(AffectedClient::client)
                .containsExactly(shop, bank);
    }

    /** Whether a token holds is Keycloak's to say. */
    @ParameterizedTest
    @CsvSource({"unreadable, ", "of nobody, nobody", "of no client, "})
    void ofWhenTheTokenNamesNoClientOfTheRealmThenNone(String text, String clientId) {
        form.add("subject_token", text);
        AccessToken token = "unreadable".equals(text) ? null : issuedFor(new AccessToken(), clientId);
        decoded(text, token, AccessToken.class);
        assertThat(AffectedClient.of(NonInteractiveGrantType.TOKEN_EXCHANGE, context))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(NonInteractiveGrantType.class)
    void ofWhenNothingIsNamedThenNone(NonInteractiveGrantType grant) {
        assertThat(AffectedClient.of(grant, context)).isEmpty();
    }
}
