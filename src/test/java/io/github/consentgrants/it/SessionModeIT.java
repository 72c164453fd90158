package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.github.consentgrants.testing.AskPolicies;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given a client whose approvals last for the session")
final class SessionModeIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();

    private static List<JsonNode> grants(TestRealm realm) {
        JsonNode grants = realm.server()
                .admin()
                .get("/realms/" + realm.name() + "/consent-grants")
                .path("grants");
        return StreamSupport.stream(grants.spliterator(), false).toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = Option.class,
            names = {"STEP_UP", "WITHOUT_AUTHENTICATOR", "ALL_CLIENTS"})
    @DisplayName("when the user approves once, then reloads and prompt=none go on, each with a grant of its own")
    void covered(Option option) {
        try (TestRealm realm = TestRealm.create(server, option)) {
            AskPolicies.session(realm);
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            assertThat(consent.text()).contains("Lasts until you sign out, for 1 hour at most");
            assertThat(Browser.redeems(app, Browser.authorize(agent, consent))).isTrue();
            for (Map<String, String> parameters : List.of(Map.<String, String>of(), Map.of("prompt", "none"))) {
                Page end = agent.open(app.request(parameters));
                assertThat(Browser.hasCode(end)).as(end.text()).isTrue();
                assertThat(Browser.redeems(app, end)).isTrue();
                assertThat(Browser.redeems(app, end)).isFalse();
            }

            List<JsonNode> grants = grants(realm);
            assertThat(grants).hasSize(3);
            String click = grants.get(2).path("id").asText();
            assertThat(grants.get(2).has("parent")).isFalse();
            for (JsonNode derived : grants.subList(0, 2)) {
                assertThat(derived.path("parent").asText()).isEqualTo(click);
                assertThat(derived.path("state").asText()).isEqualTo("redeemed");
                JsonNode record = server.admin()
                        .get("/realms/" + realm.name() + "/consent-grants/"
                                + derived.path("id").asText())
                        .path("record");
                assertThat(record.path("derivedFrom").asText()).isEqualTo(click);
            }
            JsonNode login = realm.event("LOGIN").path("details");
            assertThat(login.path("consent_grant_parent").asText()).isEqualTo(click);
            assertThat(login.path("consent_grant_id").asText())
                    .isEqualTo(grants.get(0).path("id").asText());
            assertThat(realm.events("GRANT_CONSENT")).hasSize(1);
        }
    }

    @Test
    @DisplayName("when a request is pushed, then a click covers it, and each pushed request is good once")
    void pushed() {
        try (TestRealm realm = TestRealm.create(server)) {
            AskPolicies.session(realm);
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.pushed(app.push(Map.of())), "alice");
            assertThat(Browser.redeems(app, Browser.authorize(agent, consent))).isTrue();
            String requestUri = app.push(Map.of());
            assertThat(Browser.redeems(app, agent.open(app.pushed(requestUri)))).isTrue();
            assertThat(Browser.hasCode(agent.open(app.pushed(requestUri)))).isFalse();
        }
    }

    @Test
    @DisplayName("when the approval is older than max-age, then the user is asked, and asked again without a page")
    void tooOld() throws InterruptedException {
        try (TestRealm realm = TestRealm.create(server)) {
            AskPolicies.say(realm, Map.of("mode", "session", "max-age", "2"));
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            assertThat(consent.text()).contains("for 2 seconds at most");
            Browser.authorize(agent, consent);
            TimeUnit.MILLISECONDS.sleep(2100);
            assertThat(RelyingParty.error(agent.open(app.request(Map.of("prompt", "none")))))
                    .isEqualTo("consent_required");
            Page again = agent.open(app.request(Map.of()));
            assertThat(again.isConsent()).isTrue();
            assertThat(Browser.redeems(app, Browser.authorize(agent, again))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "prompt,        consent",
        "scope,         openid profile email offline_access",
        "response_type, code id_token",
    })
    @DisplayName("when a request is one for which no approval lasts, then the user is asked each time")
    void never(String parameter, String value) {
        try (TestRealm realm = TestRealm.create(server)) {
            AskPolicies.session(realm);
            realm.updateClient("app", Map.of("implicitFlowEnabled", true));
            RelyingParty app = realm.app();
            Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
            for (int i = 0; i < 2; i++) {
                Page consent = agent.open(app.request(Map.of(parameter, value)));
                assertThat(consent.isConsent()).as(consent.text()).isTrue();
                if (!parameter.equals("prompt")) {
                    assertThat(consent.text()).doesNotContain("Lasts until you sign out");
                }
                assertThat(Browser.hasCode(Browser.authorize(agent, consent))).isTrue();
            }
        }
    }

    @Test
    @DisplayName("when the client registered itself, then its users are asked each time")
    void selfRegistered() {
        try (TestRealm realm = TestRealm.create(server)) {
            AskPolicies.session(realm);
            RelyingParty app = realm.app();
            server.admin()
                    .post(
                            "/realms/" + realm.name() + "/clients/" + realm.clientUuid("app")
                                    + "/registration-access-token",
                            Map.of());
            Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
            assertThat(agent.open(app.request(Map.of())).isConsent()).isTrue();
            assertThat(RelyingParty.error(agent.open(app.request(Map.of("prompt", "none")))))
                    .isEqualTo("consent_required");
        }
    }

    @Test
    @DisplayName("when another policy of the client says always, or has no condition that holds, then always holds")
    void strictest() {
        try (TestRealm realm = TestRealm.create(server)) {
            Map<String, ?> anyClient = Map.of("condition", "any-client", "configuration", Map.of());
            Map<String, ?> session =
                    Map.of("executor", "consent-grant-ask", "configuration", Map.of("mode", "session"));
            Map<String, ?> always = Map.of("executor", "consent-grant-ask", "configuration", Map.of("mode", "always"));
            Map<String, ?> otherScope = Map.of(
                    "condition",
                    "client-scopes",
                    "configuration",
                    Map.of("scopes", List.of("phone"), "type", "Optional"));
            Map<String, ?> nobody =
                    Map.of("condition", "client-roles", "configuration", Map.of("roles", List.of("no such role")));
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            Browser.authorize(agent, consent);
            for (List<List<?>> policy : List.<List<List<?>>>of(
                    List.of(List.of(session, always), List.of(anyClient)),
                    List.of(List.of(session), List.of(anyClient, nobody)),
                    List.of(List.of(session), List.of(anyClient, otherScope)),
                    List.of(List.of(session), List.of()))) {
                AskPolicies.put(realm, policy.get(0), policy.get(1));
                for (int i = 0; i < 2; i++) {
                    Page asked = agent.open(app.request(Map.of()));
                    assertThat(asked.isConsent()).as(policy.toString()).isTrue();
                    assertThat(asked.text()).doesNotContain("Lasts until you sign out");
                    Browser.authorize(agent, asked);
                }
            }
        }
    }

    @Test
    @DisplayName("when the configuration cannot be read, then Keycloak does not save it")
    void unreadable() {
        try (TestRealm realm = TestRealm.create(server)) {
            for (Map<String, String> bad : List.of(
                    Map.of("mode", "sometimes"),
                    Map.of("mode", "session", "max-age", "0"),
                    Map.of("mode", "session", "max-age", "43201"),
                    Map.of("mode", "session", "max-age", "an hour"),
                    Map.of("mode", "session", "maxage", "60"),
                    Map.<String, String>of())) {
                Map<String, ?> executor = Map.of("executor", "consent-grant-ask", "configuration", bad);
                assertThat(server.admin()
                                .send(
                                        "PUT",
                                        "/realms/" + realm.name() + "/client-policies/profiles",
                                        Map.of(
                                                "profiles",
                                                List.of(Map.of("name", "bad", "executors", List.of(executor)))))
                                .statusCode())
                        .as(bad.toString())
                        .isEqualTo(400);
            }
        }
    }

    @Test
    @DisplayName("when the approval is taken back, then what was derived from it ends, and nothing is derived any more")
    void takenBack() {
        try (TestRealm realm = TestRealm.create(server)) {
            AskPolicies.session(realm);
            RelyingParty app = realm.app();
            Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
            OIDCTokens tokens = app.tokens(agent.open(app.request(Map.of())));
            Page unredeemed = agent.open(app.request(Map.of()));
            List<JsonNode> before = grants(realm);
            String derived = before.get(1).path("id").asText();
            // One click, one approval: what was derived takes back the approval that it comes from.
            server.admin().post("/realms/" + realm.name() + "/consent-grants/" + derived + "/revoke", Map.of());

            assertThat(grants(realm)).hasSize(3).allSatisfy(grant -> {
                assertThat(grant.path("state").asText()).isEqualTo("revoked");
                assertThat(grant.path("revokedWhy").asText()).isEqualTo("administrator");
            });
            assertThat(app.refresh(tokens.getRefreshToken()).indicatesSuccess()).isFalse();
            assertThat(app.redeem(unredeemed).indicatesSuccess()).isFalse();
            Page again = agent.open(app.request(Map.of()));
            assertThat(again.isConsent() || again.text().contains("Sign in")).isTrue();
        }
    }
}
