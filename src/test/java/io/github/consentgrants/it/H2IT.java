package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.SetupCalls;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
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

    @Test
    @DisplayName("when a realm is set up, looked at and undone, then as on PostgreSQL")
    void setUp() {
        KeycloakServer server = KeycloakServer.shared(Database.H2);
        try (TestRealm realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS)) {
            realm.updateClient("app", Map.of("consentRequired", true));
            SetupCalls setup = new SetupCalls(realm);
            assertThat(SetupCalls.changes(setup.post(Map.of()))).hasSize(3);
            assertThat(SetupCalls.changes(setup.post(Map.of()))).isEmpty();
            JsonNode status = server.admin().get("/realms/" + realm.name() + "/consent-grants/status");
            assertThat(status.path("problems")).isEmpty();
            assertThat(status.path("earlierConsents").path("isAll").asBoolean()).isTrue();
            assertThat(status.path("sweep").path("intervalSeconds").asInt()).isPositive();
            UserAgent agent = new UserAgent();
            RelyingParty app = realm.app();
            assertThat(Browser.redeems(
                            app, Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"))))
                    .isTrue();
            assertThat(SetupCalls.changes(setup.delete())).hasSize(2);
            assertThat(setup.boundFlow()).isEqualTo("browser");
        }
    }
}
