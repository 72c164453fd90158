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
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("short")
@DisplayName("Given a gated client, when a user signs in")
final class SignInIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName("then one click gives one code, which can be redeemed, and the events tell it")
    void freshLogin() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            assertThat(consent.isConsent()).isTrue();
            assertThat(consent.text()).contains("Test App", "alice", "localhost:1", "2 minute");
            Page end = Browser.authorize(agent, consent);
            assertThat(Browser.redeems(app, end)).isTrue();

            List<Grants.Row> rows = Grants.of(realm);
            assertThat(rows).singleElement().satisfies(row -> {
                assertThat(row.decision()).isEqualTo("GRANTED");
                assertThat(row.consumed()).isTrue();
            });
            JsonNode granted = realm.events("GRANT_CONSENT").get(0);
            assertThat(granted.path("clientId").asText()).isEqualTo("app");
            assertThat(granted.path("userId").asText()).isEqualTo(realm.userId("alice"));
            String grantId = granted.path("details").path("consent_grant_id").asText();
            assertThat(grantId).isEqualTo(rows.get(0).id());
            assertThat(realm.events("LOGIN")
                            .get(0)
                            .path("details")
                            .path("consent_grant_id")
                            .asText())
                    .isEqualTo(grantId);
        }
    }

    @Test
    @DisplayName("then each further request with single sign-on asks again, and prompt=consent asks once")
    void singleSignOn() {
        try (TestRealm realm = TestRealm.create(server)) {
            RelyingParty app = realm.app();
            Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
            for (Map<String, String> parameters : List.of(Map.<String, String>of(), Map.of("prompt", "consent"))) {
                Page consent = agent.open(app.request(parameters));
                assertThat(consent.isConsent()).isTrue();
                assertThat(Browser.redeems(app, Browser.authorize(agent, consent)))
                        .isTrue();
            }
        }
    }

    @Test
    @DisplayName("then a public client, and one without PKCE, get their codes too")
    void otherClients() {
        try (TestRealm realm = TestRealm.create(server)) {
            for (RelyingParty client : List.of(realm.publicApp(), realm.app().withoutPkce())) {
                UserAgent fresh = new UserAgent();
                Page consent = Browser.signIn(fresh, client.request(Map.of()), "alice");
                assertThat(consent.isConsent()).isTrue();
                assertThat(Browser.redeems(client, Browser.authorize(fresh, consent)))
                        .isTrue();
            }
        }
    }

    @Test
    @DisplayName("then Deny is access_denied for the client, is recorded, and is final")
    void denial() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            Page end = Browser.deny(agent, consent);
            assertThat(RelyingParty.error(end)).isEqualTo("access_denied");
            assertThat(Grants.of(realm)).singleElement().satisfies(row -> {
                assertThat(row.decision()).isEqualTo("DENIED");
                assertThat(row.hasSecret()).isFalse();
            });
            assertThat(realm.events("GRANT_CONSENT_ERROR").get(0).path("error").asText())
                    .isEqualTo("rejected_by_user");
            assertThat(realm.events("LOGIN_ERROR").get(0).path("error").asText())
                    .isEqualTo("rejected_by_user");

            Page again = Browser.authorize(agent, consent);
            assertThat(Browser.hasCode(again)).isFalse();
            assertThat(Grants.of(realm)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Option.class,
            names = {"WITHOUT_AUTHENTICATOR", "ALL_CLIENTS"})
    @DisplayName("then the page comes without the authenticator too, and for every client where the realm says so")
    void otherSetups(Option option) throws Exception {
        try (TestRealm realm = TestRealm.create(server, option)) {
            RelyingParty client = option == Option.ALL_CLIENTS ? realm.plain() : realm.app();
            Page consent = Browser.signIn(agent, client.request(Map.of("prompt", "consent")), "alice");
            assertThat(consent.isConsent()).isTrue();
            assertThat(Browser.redeems(client, Browser.authorize(agent, consent)))
                    .isTrue();
            assertThat(Grants.of(realm))
                    .singleElement()
                    .satisfies(row -> assertThat(row.consumed()).isTrue());
        }
    }

    @Test
    @DisplayName("then a passive request is refused with consent_required, or login_required without a session")
    void passive() {
        try (TestRealm realm = TestRealm.create(server)) {
            URI passive = realm.app().request(Map.of("prompt", "none"));
            assertThat(RelyingParty.error(agent.open(passive))).isEqualTo("login_required");
            Browser.authorize(agent, Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
            assertThat(RelyingParty.error(agent.open(passive))).isEqualTo("consent_required");
        }
    }

    @Test
    @DisplayName("then the user's stock consent is written, so that the account console shows it")
    void stockConsent() {
        try (TestRealm realm = TestRealm.create(server)) {
            Browser.authorize(agent, Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
            JsonNode consents =
                    server.admin().get("/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/consents");
            assertThat(consents).hasSize(1);
            assertThat(consents.get(0).path("grantedClientScopes").toString()).contains("profile", "email");
        }
    }
}
