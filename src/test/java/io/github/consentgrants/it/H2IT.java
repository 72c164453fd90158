package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given Keycloak on H2")
final class H2IT {
    @Test
    @DisplayName(
            "when a user signs in twice, denies once and a token is replayed, then it does what it does on PostgreSQL")
    void onePass() {
        KeycloakServer server = KeycloakServer.shared(Database.H2);
        UserAgent agent = new UserAgent();
        try (TestRealm realm = TestRealm.create(server)) {
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            assertThat(Browser.redeems(app, Browser.authorize(agent, consent))).isTrue();
            Page again = agent.open(app.request(Map.of()));
            assertThat(RelyingParty.error(Browser.deny(agent, again))).isEqualTo("access_denied");
            var grant = realm.probe().call("mint", Map.of());
            Map<String, String> presented = Map.of(
                    "token",
                    grant.path("token").asText(),
                    "PAGE",
                    grant.path("page").asText());
            assertThat(realm.probe().call("consume", presented).path("outcome").asText())
                    .isEqualTo("granted");
            assertThat(realm.probe().call("consume", presented).path("outcome").asText())
                    .isEqualTo("consumed");
        }
    }
}
