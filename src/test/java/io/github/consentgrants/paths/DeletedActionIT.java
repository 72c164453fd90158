package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.RequiredAction;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a required action that was deleted while the authenticator is in the flow")
final class DeletedActionIT {
    private static final KeycloakServer SERVER = KeycloakServer.shared(Database.POSTGRESQL);
    private static final Map<String, String> ALICE = Map.of("username", "alice", "password", "alice");

    private final UserAgent agent = new UserAgent();
    private TestRealm realm = TestRealm.create(SERVER);

    @AfterEach
    void close() {
        realm.close();
    }

    private void delete() {
        realm.action().delete(RequiredAction.ID);
    }

    private void assertRefused(RelyingParty client) throws Exception {
        Page end = nothingIssued(realm, () -> Browser.signIn(new UserAgent(), client.request(Map.of()), "alice"));
        assertRefused(end);
    }

    private void assertRefused(Page end) {
        assertThat(end.status()).isEqualTo(503);
        assertThat(end.text()).contains("cannot be recorded at the moment");
        assertThat(realm.event("GRANT_CONSENT_ERROR").path("error").asText()).isEqualTo("action_missing");
    }

    @Test
    @DisplayName("when any client but Keycloak's own asks, then it is refused, and the log says once how to mend it")
    void refused() throws Exception {
        delete();
        assertRefused(realm.app());
        assertRefused(realm.plain());
        assertThat(realm.events("LOGIN")).isEmpty();
        assertThat(SERVER.log().lines())
                .filteredOn(line -> line.contains(realm.name()) && line.contains("is not registered"))
                .singleElement()
                .asString()
                .contains("ERROR", "register", "browser flow");
        assertThat(new Client(realm, Map.of("client_id", "admin-cli"))
                        .token("password", ALICE)
                        .hasToken())
                .isTrue();

        realm.action().register();
        RelyingParty app = realm.app();
        oneCode(realm, app, agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
    }

    @Test
    @DisplayName(
            "when a client asks without the flow: silently, or by a grant type without a click, then it gets nothing")
    void withoutTheFlow() throws Exception {
        realm.updateClient("plain", Map.of("directAccessGrantsEnabled", true, "implicitFlowEnabled", true));
        assertThat(Browser.hasCode(Browser.signIn(agent, realm.plain().request(Map.of()), "alice")))
                .isTrue();
        Page silently = agent.open(realm.plain().request(Map.of("prompt", "none")));
        assertThat(Browser.hasCode(silently)).isTrue();
        assertThat(realm.client("plain").token("password", ALICE).hasToken()).isTrue();
        delete();
        for (String type : new String[] {"code", "id_token token"}) {
            Page none = nothingIssued(
                    realm, () -> agent.open(realm.plain().request(Map.of("prompt", "none", "response_type", type))));
            assertThat(none.location().toString()).contains("error=consent_required");
        }
        assertThat(realm.client("plain").token("password", ALICE).error()).isEqualTo("unauthorized_client");
    }

    @Test
    @DisplayName("when the way to the code leads past the authenticator, then the guard refuses")
    void pastTheAuthenticator() throws Exception {
        realm.update(Map.of("registrationAllowed", true));
        delete();
        Page login = agent.open(realm.plain().request(Map.of()));
        Page form = agent.open(
                URI.create(login.document().select("a[href*=registration]").attr("abs:href")));
        Page end = nothingIssued(
                realm,
                () -> agent.submit(
                        form,
                        "kc-register-form",
                        null,
                        Map.of(
                                "username",
                                "carol",
                                "email",
                                "carol@example.com",
                                "firstName",
                                "Carol",
                                "lastName",
                                "Example",
                                "password",
                                "carol",
                                "password-confirm",
                                "carol")));
        assertRefused(end);
    }

    @Test
    @DisplayName("when it is deleted between page and click, or click and code, then there is no code")
    void onTheWay() throws Exception {
        Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
        UserAgent clicked = new UserAgent();
        Page approved = Browser.signIn(clicked, realm.app().request(Map.of()), "bob");
        Page redirect = Tab.of(realm, clicked, approved).approve();
        delete();
        assertRefused(nothingIssued(realm, () -> Browser.authorize(agent, consent)));
        assertRefused(nothingIssued(realm, () -> clicked.follow(redirect)));
    }

    @Test
    @DisplayName(
            "when only one client has the authenticator in its flow, then that one is refused, and the others are served")
    void flowOfOneClient() throws Exception {
        JsonNode flows = SERVER.admin().get("/realms/" + realm.name() + "/authentication/flows");
        String ours = StreamSupport.stream(flows.spliterator(), false)
                .filter(flow -> flow.path("alias").asText().equals("browser consent grant"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        realm.updateClient("plain", Map.of("authenticationFlowBindingOverrides", Map.of("browser", ours)));
        realm.addClient("free");
        realm.updateClient("free", Map.of("consentRequired", false));
        realm.update(Map.of("browserFlow", "browser"));
        delete();
        assertRefused(realm.plain());
        assertThat(Browser.hasCode(
                        Browser.signIn(agent, realm.client("free", "secret").request(Map.of()), "alice")))
                .isTrue();
    }

    @Test
    @DisplayName("when the authenticator is disabled in the flow, or in none, then the realm is as stock Keycloak is")
    void notInTheFlow() {
        disableExecution();
        delete();
        Page stock = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
        assertThat(stock.document().getElementById("kc-oauth")).isNotNull();
        assertThat(Browser.hasCode(Browser.signIn(new UserAgent(), realm.plain().request(Map.of()), "alice")))
                .isTrue();

        try (TestRealm without = TestRealm.create(SERVER, Option.WITHOUT_AUTHENTICATOR)) {
            without.action().delete(RequiredAction.ID);
            assertThat(Browser.hasCode(
                            Browser.signIn(new UserAgent(), without.plain().request(Map.of()), "alice")))
                    .isTrue();
        }
    }

    private void disableExecution() {
        String path = "/realms/" + realm.name() + "/authentication/flows/browser%20consent%20grant/executions";
        JsonNode executions = SERVER.admin().get(path);
        JsonNode ours = StreamSupport.stream(executions.spliterator(), false)
                .filter(execution -> execution.path("providerId").asText().equals("consent-grant-authenticator"))
                .findFirst()
                .orElseThrow();
        SERVER.admin().put(path, ((ObjectNode) ours).put("requirement", "DISABLED"));
    }
}
