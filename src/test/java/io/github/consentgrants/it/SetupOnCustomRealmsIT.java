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
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a realm with flows, clients or organizations of its own, and the call that sets it up")
final class SetupOnCustomRealmsIT {
    private static final String OWN = "own";
    private static final String MADE = "own with consent grant";
    private static final String LAST = "0 REQUIRED consent-grant-authenticator";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;
    private SetupCalls setup;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS);
        realm.updateClient("app", Map.of("consentRequired", true));
        setup = new SetupCalls(realm);
        setup.copy("browser", OWN);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private Page signIn(UserAgent agent) {
        return Browser.signIn(agent, realm.app().request(Map.of()), "alice");
    }

    private void assertAsked() {
        UserAgent agent = new UserAgent();
        Page page = signIn(agent);
        assertThat(page.isConsent()).as(page.text()).isTrue();
        assertThat(Browser.hasCode(Browser.authorize(agent, page))).isTrue();
    }

    private void configure(String alias, String providerId, Map<String, String> config) {
        JsonNode step = StreamSupport.stream(setup.executions(alias).spliterator(), false)
                .filter(found -> found.path("providerId").asText().equals(providerId))
                .findFirst()
                .orElseThrow();
        server.admin()
                .post(
                        "/realms/" + realm.name() + "/authentication/executions/"
                                + step.path("id").asText() + "/config",
                        Map.of("alias", "of " + alias, "config", config));
    }

    @Test
    @DisplayName("when a flow of the realm's own is bound, then its steps and their configurations are copied")
    void customFlow() {
        setup.require(OWN, "auth-spnego", "ALTERNATIVE");
        setup.require(OWN, "auth-spnego", "DISABLED");
        configure(OWN, "identity-provider-redirector", Map.of("defaultProvider", "none"));
        setup.bind(OWN);
        List<String> steps = setup.steps(OWN);

        setup.post(Map.of());

        assertThat(setup.boundFlow()).isEqualTo(MADE);
        assertThat(setup.steps(OWN)).isEqualTo(steps);
        List<String> copied = setup.steps(MADE);
        assertThat(copied.get(0)).isEqualTo("0 REQUIRED flow");
        assertThat(copied.get(copied.size() - 1)).isEqualTo(LAST);
        assertThat(copied.subList(1, copied.size() - 1).stream().map(step -> step.substring(2)))
                .isEqualTo(steps.stream().map(step -> step.substring(2)).toList());
        List<String> configs = StreamSupport.stream(setup.executions(MADE).spliterator(), false)
                .filter(step -> step.hasNonNull("authenticationConfig"))
                .map(step -> server.admin()
                        .get("/realms/" + realm.name() + "/authentication/config/"
                                + step.path("authenticationConfig").asText())
                        .path("config")
                        .toString())
                .toList();
        assertThat(configs).contains("{\"defaultProvider\":\"none\"}");
        assertAsked();
        assertThat(SetupCalls.changes(setup.post(Map.of()))).isEmpty();

        setup.delete();
        assertThat(setup.boundFlow()).isEqualTo(OWN);
        assertThat(setup.steps(OWN)).isEqualTo(steps);
        assertThat(StreamSupport.stream(setup.executions(OWN).spliterator(), false)
                        .filter(step -> step.hasNonNull("authenticationConfig")))
                .isNotEmpty()
                .allSatisfy(step -> server.admin()
                        .get("/realms/" + realm.name() + "/authentication/config/"
                                + step.path("authenticationConfig").asText()));
    }

    @ParameterizedTest
    @ValueSource(strings = {OWN, OWN + " forms", OWN + " Browser - Conditional 2FA"})
    @DisplayName("when the authenticator is where it does not work, then the new flow has it in its place, once")
    void misplaced(String flow) {
        setup.addAuthenticator(flow, "REQUIRED");
        setup.bind(OWN);
        setup.post(Map.of());
        assertThat(setup.steps(MADE)).endsWith(LAST);
        assertThat(setup.steps(MADE).stream().filter(step -> step.contains("consent-grant")))
                .hasSize(1);
        assertAsked();
    }

    @Test
    @DisplayName("when the authenticator is in its place, then the flow stays, and there is nothing to undo")
    void byHand() {
        setup.post(Map.of());
        setup.bind("browser");
        server.admin().put("/realms/" + realm.name(), Map.of("attributes", Map.of()));
        String made = "browser with consent grant";
        setup.bind(made);
        assertThat(SetupCalls.changes(setup.post(Map.of("settings", Map.of("time-to-live", 77)))))
                .hasSize(1);
        assertThat(setup.boundFlow()).isEqualTo(made);
        setup.delete();
        HttpResponse<String> refused = setup.send("DELETE", null);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("errorMessage").contains("by hand");
        assertThat(setup.boundFlow()).isEqualTo(made);
    }

    @Test
    @DisplayName("when gated clients have flows of their own without the authenticator, then they are named")
    void clientFlows() {
        setup.copy("browser", "a client's");
        String flow = setup.flowId("a client's");
        realm.addClient("another");
        for (String client : List.of("app", "plain")) {
            realm.updateClient(client, Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow)));
        }
        for (boolean dryRun : List.of(true, false)) {
            JsonNode answer = setup.post(Map.of("dryRun", dryRun));
            assertThat(answer.path("clientFlows")).singleElement().satisfies(client -> {
                assertThat(client.path("clientId").asText()).isEqualTo("app");
                assertThat(client.path("flow").asText()).isEqualTo("a client's");
                assertThat(client.path("authenticator").asText()).isEqualTo("absent");
            });
        }
        assertThat(setup.post(Map.of("dryRun", true, "settings", Map.of("applies-to", "all")))
                        .path("clientFlows"))
                .extracting(client -> client.path("clientId").asText())
                .containsExactlyInAnyOrder("app", "plain");
        // The client's own flow has no authenticator, so the required action asks after it.
        assertAsked();

        realm.updateClient(
                "app",
                Map.of(
                        "authenticationFlowBindingOverrides",
                        Map.of("browser", setup.flowId("browser with consent grant"))));
        assertThat(setup.post(Map.of()).path("clientFlows")).isEmpty();
        assertThat(SetupCalls.changes(setup.delete())).hasSize(1);
        assertThat(setup.flows()).contains("browser with consent grant");
        assertAsked();
    }

    @Test
    @DisplayName("when the realm has organizations, then their sub-flow asks for the name first, as before")
    void organizations() {
        server.admin().put("/realms/" + realm.name(), Map.of("organizationsEnabled", true));
        server.admin()
                .post(
                        "/realms/" + realm.name() + "/organizations",
                        Map.of("name", "acme", "alias", "acme", "domains", List.of(Map.of("name", "example.com"))));
        setup.post(Map.of());
        assertThat(setup.steps("browser with consent grant")).anyMatch(step -> step.endsWith("organization"));
        UserAgent agent = new UserAgent();
        RelyingParty app = realm.app();
        Page name = agent.open(app.request(Map.of()));
        assertThat(name.document().select("#kc-form-login input[name=password]"))
                .isEmpty();
        Page password = agent.submit(name, "kc-form-login", null, Map.of("username", "alice"));
        Page page = agent.submit(password, "kc-form-login", null, Map.of("password", "alice"));
        assertThat(page.isConsent()).as(page.text()).isTrue();
        assertThat(Browser.redeems(app, Browser.authorize(agent, page))).isTrue();
    }

    @Test
    @DisplayName("when its flow was unbound, then it is bound again, but not if the bound one signs users in otherwise")
    void copiedButNotBound() {
        setup.bind(OWN);
        setup.post(Map.of());
        setup.bind(OWN);
        assertThat(SetupCalls.changes(setup.post(Map.of())))
                .containsExactly("bind the flow '" + MADE + "' for browsers");
        assertThat(setup.boundFlow()).isEqualTo(MADE);

        setup.bind(OWN);
        setup.require(OWN, "auth-spnego", "ALTERNATIVE");
        setup.post(Map.of());
        assertThat(setup.boundFlow()).isEqualTo(MADE + " 2");
        setup.delete();
        assertThat(setup.boundFlow()).isEqualTo(OWN);
        assertThat(setup.flows()).contains(MADE).doesNotContain(MADE + " 2");
    }

    @Test
    @DisplayName("when its flow was changed since, then an undo unbinds it and leaves it")
    void changedSince() {
        setup.bind(OWN);
        setup.post(Map.of());
        setup.require(MADE, "auth-spnego", "ALTERNATIVE");
        assertThat(SetupCalls.changes(setup.delete())).hasSize(1);
        assertThat(setup.boundFlow()).isEqualTo(OWN);
        assertThat(setup.flows()).contains(MADE);
    }

    @Test
    @DisplayName("when the flow of before is gone, then an undo says so and changes nothing")
    void gone() {
        setup.bind(OWN);
        setup.post(Map.of());
        server.admin().delete("/realms/" + realm.name() + "/authentication/flows/" + setup.flowId(OWN));
        JsonNode before = setup.everything();
        HttpResponse<String> refused = setup.send("DELETE", null);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("'own'").contains("errorMessage");
        assertThat(setup.everything()).isEqualTo(before);
        setup.bind("browser");
        setup.delete();
        assertThat(setup.boundFlow()).isEqualTo("browser");
    }
}
