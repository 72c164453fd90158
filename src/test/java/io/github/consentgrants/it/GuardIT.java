package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("short")
@DisplayName("Given the guard")
final class GuardIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName("when neither the authenticator nor the required action ran, then there is no code and nothing stays")
    void nothingAsked() {
        try (TestRealm realm = TestRealm.create(server, Option.WITHOUT_AUTHENTICATOR, Option.ACTION_IS_SKIPPED)) {
            // The stock page stands between a client with consent required and the guard; the guard must hold without
            // it.
            realm.updateClient("app", Map.of("consentRequired", false));
            gateEveryClient(realm);
            Page end = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
            assertThat(Browser.hasCode(end)).isFalse();
            assertThat(end.status()).isEqualTo(403);
            assertThat(end.text()).contains("without your approval");
            JsonNode login = realm.events("LOGIN_ERROR").get(0);
            assertThat(login.path("error").asText()).isEqualTo("consent_denied");
            assertThat(realm.events("GRANT_CONSENT_ERROR").get(0).path("error").asText())
                    .isEqualTo("not_found");
            assertThat(realm.events("LOGIN")).isEmpty();
            assertThat(server.admin().get("/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/sessions"))
                    .isEmpty();
        }
    }

    private void gateEveryClient(TestRealm realm) {
        server.admin()
                .put(
                        "/realms/" + realm.name() + "/authentication/required-actions/consent-grant/config",
                        Map.of("config", Map.of("applies-to", "all", "time-to-live", "60")));
    }

    @Test
    @DisplayName("when the client asks for the required action itself (kc_action), then it is asked all the same")
    void actionInitiated() {
        try (TestRealm realm = TestRealm.create(server)) {
            RelyingParty app = realm.app();
            for (String spelling : new String[] {"consent-grant", "Consent-Grant", "consent-grant:x"}) {
                UserAgent fresh = new UserAgent();
                Page page = Browser.signIn(fresh, app.request(Map.of("kc_action", spelling)), "alice");
                assertThat(page.isConsent()).isTrue();
                assertThat(Browser.redeems(app, Browser.authorize(fresh, page))).isTrue();
            }
        }
    }

    @Test
    @DisplayName("when a client is not gated, or the realm has not opted in, then Keycloak behaves as it always did")
    void stockBehaviour() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            Page end = Browser.signIn(agent, realm.plain().request(Map.of()), "alice");
            assertThat(Browser.hasCode(end)).isTrue();
            assertThat(Grants.of(realm)).isEmpty();
        }
        try (TestRealm realm = TestRealm.create(server, Option.WITHOUT_ACTION)) {
            UserAgent fresh = new UserAgent();
            Page stock = Browser.signIn(fresh, realm.app().request(Map.of()), "alice");
            assertThat(stock.isConsent()).isFalse();
            assertThat(stock.document().getElementById("kc-oauth")).isNotNull();
            assertThat(server.log()).contains("'" + realm.name() + "' is disabled: its clients get stock consent");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ALTER TABLE cg_consent_grant RENAME TO cg_gone, ALTER TABLE cg_gone RENAME TO cg_consent_grant",
        "ALTER TABLE cg_consent_grant ADD CONSTRAINT cg_none CHECK (decision <> 'GRANTED') NOT VALID,"
                + " ALTER TABLE cg_consent_grant DROP CONSTRAINT cg_none"
    })
    @DisplayName(
            "when the store fails, or the database rejects the row, then there is no code, a clear page and a clear"
                    + " line in the log; and it recovers")
    void storeFails(String failure, String repair) throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
            Page failed;
            try (var connection = server.openConnection();
                    var statement = connection.createStatement()) {
                statement.execute(failure);
                try {
                    failed = Browser.authorize(agent, consent);
                } finally {
                    statement.execute(repair);
                }
            }
            assertThat(Browser.hasCode(failed)).isFalse();
            assertThat(failed.status()).isEqualTo(503);
            assertThat(failed.text()).contains("cannot be recorded at the moment");
            assertThat(server.log())
                    .contains(
                            "The consent grant store cannot be used (store_failed): the request of client 'app' in realm '"
                                    + realm.name());
            assertThat(realm.events("GRANT_CONSENT_ERROR").get(0).path("error").asText())
                    .isEqualTo("store_failed");

            Page again = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
            assertThat(Browser.hasCode(Browser.authorize(agent, again))).isTrue();
        }
    }

    @Test
    @DisplayName("when the settings are not valid, then the admin API refuses them with a clear message")
    void settingsAreValidated() {
        try (TestRealm realm = TestRealm.create(server)) {
            String path = "/realms/" + realm.name() + "/authentication/required-actions/consent-grant/config";
            for (String seconds : new String[] {"9", "601", "two minutes", "-1"}) {
                var response = server.admin().send("PUT", path, Map.of("config", Map.of("time-to-live", seconds)));
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(response.body()).contains("10", "600");
            }
            assertThat(server.admin()
                            .send("PUT", path, Map.of("config", Map.of("applies-to", "some")))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(server.admin()
                            .send("PUT", path, Map.of("config", Map.of("time-to-live", "600")))
                            .statusCode())
                    .isEqualTo(204);
        }
    }
}
