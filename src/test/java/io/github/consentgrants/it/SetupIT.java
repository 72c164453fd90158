package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.RequiredAction;
import io.github.consentgrants.testing.SetupCalls;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a realm that knows nothing of consent grants, and the call that sets it up")
final class SetupIT {
    private static final String MADE = "browser with consent grant";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;
    private SetupCalls setup;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS);
        realm.update(Map.of("adminEventsEnabled", true, "adminEventsDetailsEnabled", true));
        realm.updateClient("app", Map.of("consentRequired", true));
        setup = new SetupCalls(realm);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @Test
    @DisplayName("when it is called, then users are asked in the flow, and also those who are signed in already")
    void complete() {
        JsonNode answer = setup.post(Map.of());
        assertThat(answer.path("dryRun").asBoolean(true)).isFalse();
        assertThat(answer.path("browserFlow").asText()).isEqualTo(MADE);
        assertThat(SetupCalls.changes(answer)).hasSize(3);
        assertThat(setup.boundFlow()).isEqualTo(MADE);
        assertThat(setup.steps(MADE))
                .startsWith("0 REQUIRED flow", "1 ALTERNATIVE auth-cookie")
                .endsWith("0 REQUIRED consent-grant-authenticator");
        assertThat(setup.ourActions()).singleElement().satisfies(action -> {
            assertThat(action.path("enabled").asBoolean()).isTrue();
            assertThat(action.path("defaultAction").asBoolean()).isFalse();
            assertThat(action.path("config").path("applies-to").asText()).isEqualTo("consent-required");
            assertThat(action.path("config").path("time-to-live").asText()).isEqualTo("120");
        });

        UserAgent agent = new UserAgent();
        assertAsked(agent, Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
        RelyingParty again = realm.app();
        Page page = agent.open(again.request(Map.of()));
        assertThat(page.isConsent()).isTrue();
        assertThat(Browser.redeems(again, Browser.authorize(agent, page))).isTrue();
    }

    private void assertAsked(UserAgent agent, Page consent) {
        assertThat(consent.isConsent()).as(consent.text()).isTrue();
        assertThat(Browser.hasCode(Browser.authorize(agent, consent))).isTrue();
    }

    @Test
    @DisplayName("when the body is empty, then it is a set-up without settings")
    void emptyBody() {
        assertThat(SetupCalls.changes(SetupCalls.read(setup.send("POST", null))))
                .hasSize(3);
    }

    @Test
    @DisplayName("when it is called again, then nothing changes, and no admin event says that something did")
    void again() {
        setup.post(Map.of("settings", Map.of("time-to-live", 60)));
        JsonNode before = setup.everything();
        int events = setup.adminEvents().size();
        for (Map<String, ?> body :
                List.of(Map.<String, Object>of(), Map.of("settings", Map.of("time-to-live", "60")))) {
            assertThat(SetupCalls.changes(setup.post(body))).isEmpty();
        }
        assertThat(setup.everything()).isEqualTo(before);
        assertThat(setup.adminEvents()).hasSize(events);
    }

    @Test
    @DisplayName("when it is a dry run, then it says what the set-up then does, and changes nothing")
    void dryRun() {
        JsonNode before = setup.everything();
        int events = setup.adminEvents().size();
        JsonNode dry = setup.post(Map.of("dryRun", true, "settings", Map.of("applies-to", "all")));
        assertThat(dry.path("dryRun").asBoolean()).isTrue();
        assertThat(setup.everything()).isEqualTo(before);
        assertThat(setup.adminEvents()).hasSize(events);

        JsonNode done = setup.post(Map.of("dryRun", false, "settings", Map.of("applies-to", "all")));
        assertThat(SetupCalls.changes(done)).isEqualTo(SetupCalls.changes(dry)).hasSize(3);
        assertThat(done.path("browserFlow")).isEqualTo(dry.path("browserFlow"));
    }

    @Test
    @DisplayName("when it changes something, then each change has an admin event of Keycloak's own types")
    void adminEvents() {
        setup.post(Map.of("settings", Map.of("time-to-live", "60")));
        setup.post(Map.of("settings", Map.of("time-to-live", "61")));
        setup.delete();
        assertThat(setup.adminEvents())
                .filteredOn(event -> !event.path("resourceType").asText().matches("CLIENT|REALM_.*|USER"))
                .extracting(event -> event.path("operationType").asText() + " "
                        + event.path("resourceType").asText())
                .containsSequence("DELETE AUTH_FLOW", "UPDATE REALM")
                .containsOnlyOnce("CREATE REQUIRED_ACTION", "UPDATE REQUIRED_ACTION", "CREATE AUTH_FLOW")
                .contains("UPDATE REALM");
        assertThat(setup.adminEvents())
                .filteredOn(event -> event.path("resourceType").asText().equals("REQUIRED_ACTION"))
                .allSatisfy(event -> {
                    assertThat(event.path("resourcePath").asText())
                            .isEqualTo("authentication/required-actions/consent-grant");
                    assertThat(event.path("representation").asText()).contains("time-to-live");
                    assertThat(event.path("authDetails").path("userId").asText())
                            .isNotBlank();
                });
    }

    @Test
    @DisplayName("when it is undone, then the flow of before is bound, its copy is gone, and the clients stay gated")
    void undone() {
        List<String> flows = setup.flows();
        setup.post(Map.of());
        JsonNode dry = SetupCalls.read(
                server.admin().send("DELETE", "/realms/" + realm.name() + "/consent-grants/setup?dryRun=true", null));
        assertThat(setup.boundFlow()).isEqualTo(MADE);
        assertThat(SetupCalls.changes(setup.delete())).hasSize(2).isEqualTo(SetupCalls.changes(dry));
        assertThat(setup.boundFlow()).isEqualTo("browser");
        assertThat(setup.flows()).containsExactlyInAnyOrderElementsOf(flows);
        assertThat(setup.everything().path("attributes").toString()).doesNotContain("consentGrants");
        assertThat(Browser.signIn(new UserAgent(), realm.app().request(Map.of()), "alice")
                        .isConsent())
                .isTrue();
        assertThat(SetupCalls.changes(setup.delete())).isEmpty();
        assertThat(SetupCalls.changes(setup.post(Map.of()))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"settings\": {\"time-to-live\": \"5\"}}",
                "{\"settings\": {\"time-to-live\": 601}}",
                "{\"settings\": {\"applies-to\": \"none\"}}",
                "{\"settings\": {\"claim-values\": \"yes\"}}",
                "{\"settings\": {\"retention-days\": \"0\"}}",
                "{\"settings\": {\"allowed-grants\": [\"password\", \"x\"]}}",
            })
    @DisplayName("when a setting is wrong, then the answer is that of Keycloak where the console saves it")
    void wrongSetting(String body) throws Exception {
        JsonNode wrong = Admin.JSON.readTree(body);
        JsonNode before = setup.everything();
        HttpResponse<String> refused = setup.send("POST", wrong);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(setup.everything()).isEqualTo(before);

        setup.post(Map.of());
        String setting = wrong.path("settings").fieldNames().next();
        JsonNode value = wrong.path("settings").path(setting);
        Map<String, Object> config = new HashMap<>(Map.of("applies-to", "all"));
        config.put(setting, value.isArray() ? "password##x" : value);
        HttpResponse<String> console = server.admin()
                .send(
                        "PUT",
                        "/realms/" + realm.name() + "/authentication/required-actions/consent-grant/config",
                        Map.of("config", config));
        assertThat(console.statusCode()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo(console.body()).contains("\"field\":\"" + setting + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"dryrun\": true}",
                "{\"dryRun\": \"yes\"}",
                "{\"settings\": [1]}",
                "{\"settings\": {\"time-to-live\": null}}",
                "{\"settings\": {\"time-to-live\": {\"x\": 1}}}",
                "{\"settings\": {\"Time-To-Live\": 60}}",
                "[]",
                "\"x\"",
            })
    @DisplayName("when the body is wrong, then 400 with a message, and nothing changes")
    void wrongBody(String body) throws Exception {
        JsonNode before = setup.everything();
        HttpResponse<String> refused = setup.send("POST", Admin.JSON.readTree(body));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Admin.JSON.readTree(refused.body()).path("errorMessage").asText())
                .isNotBlank();
        assertThat(setup.everything()).isEqualTo(before);
        assertThat(server.admin()
                        .send("DELETE", "/realms/" + realm.name() + "/consent-grants/setup?dryRun=yes", null)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("when several grant types are allowed, then as an array, and an empty text takes a setting out again")
    void settings() {
        setup.post(Map.of("settings", Map.of("allowed-grants", List.of("password"), "claim-values", true)));
        setup.post(Map.of("settings", Map.of("allowed-grants", "", "retention-days", 7)));
        assertThat(setup.ourActions()).singleElement().satisfies(action -> {
            JsonNode config = action.path("config");
            assertThat(config.has("allowed-grants")).isFalse();
            assertThat(config.path("retention-days").asText()).isEqualTo("7");
            assertThat(config.path("claim-values").asText()).isEqualTo("true");
            assertThat(config.path("applies-to").asText()).isEqualTo("consent-required");
        });
        assertThat(setup.ourActions().get(0).path("alias").asText()).isEqualTo(RequiredAction.ID);
    }
}
