package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RequiredAction;
import io.github.consentgrants.testing.SetupCalls;
import io.github.consentgrants.testing.StockConsents;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given the status of a realm")
final class StatusIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private JsonNode status() {
        return status(realm);
    }

    private static JsonNode status(TestRealm realm) {
        return realm.server().admin().get("/realms/" + realm.name() + "/consent-grants/status");
    }

    private static List<String> problems(JsonNode status) {
        return StreamSupport.stream(status.path("problems").spliterator(), false)
                .map(problem -> problem.path("code").asText())
                .toList();
    }

    @Test
    @DisplayName("when the realm is in order, then it says so, and what was found")
    void inOrder() {
        JsonNode status = status();
        assertThat(problems(status)).isEmpty();
        assertThat(status.path("state").asText()).isEqualTo("ok");
        assertThat(status.path("gated").asBoolean()).isTrue();
        assertThat(status.path("browserFlow").path("authenticator").asText()).isEqualTo("ready");
        JsonNode clients = status.path("clients");
        assertThat(clients.path("first")).extracting(JsonNode::asText).containsExactlyInAnyOrder("app", "public-app");
        assertThat(clients.path("gated").asInt()).isEqualTo(2);
        assertThat(clients.path("total").asInt())
                .isGreaterThan(2)
                .isEqualTo(clients.path("lookedAt").asInt());
        assertThat(status.path("settings"))
                .extracting(setting -> setting.path("name").asText() + " "
                        + setting.path("value").asText() + " "
                        + setting.path("source").asText())
                .contains(
                        "applies-to consent-required configured",
                        "time-to-live 120 configured",
                        "claim-values false default");
        assertThat(status.path("guard"))
                .hasSizeGreaterThan(15)
                .allSatisfy(place -> assertThat(place.path("ours").asBoolean()).isTrue());
        assertThat(status.path("guard"))
                .extracting(place -> place.path("type").asText())
                .contains("io.github.consentgrants.guard.code.GuardedLoginProtocolFactory");
        assertThat(status.path("store").asText()).endsWith("JpaConsentGrantStoreFactory");
        assertThat(status.path("sweep").path("intervalSeconds").asInt()).isPositive();
        assertThat(status.path("versions").path("keycloak").asText()).isEqualTo(System.getProperty("keycloak.version"));
        assertThat(status.path("versions").path("consentGrants").asText()).matches("\\d.*");
    }

    @Test
    @DisplayName("when nothing is set up, and when it is, then it says so")
    void setUp() {
        try (TestRealm stock = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS)) {
            assertThat(problems(status(stock))).containsExactly("not_set_up");
            assertThat(status(stock).path("settings")).isEmpty();
            SetupCalls setup = new SetupCalls(stock);
            setup.post(Map.of());
            assertThat(problems(status(stock))).containsExactly("no_client_gated");
            stock.updateClient("app", Map.of("consentRequired", true));
            assertThat(status(stock).path("state").asText()).isEqualTo("ok");
            setup.delete();
            assertThat(problems(status(stock))).containsExactly("authenticator_absent");
            setup.copy("browser", "own");
            setup.bind("own");
            setup.addAuthenticator("own forms", "REQUIRED");
            assertThat(problems(status(stock))).containsExactly("authenticator_alternative");
            setup.addAuthenticator("own", "REQUIRED");
            assertThat(problems(status(stock))).containsExactly("authenticator_alternative");
            stock.action().delete(RequiredAction.ID);
            assertThat(problems(status(stock))).contains("action_missing");
            assertThat(status(stock).path("state").asText()).isEqualTo("error");
        }
    }

    @Test
    @DisplayName("when the action is disabled, doubled, or its settings cannot be read, then each is named")
    void action() {
        try (TestRealm broken = TestRealm.create(server, found -> {
            ObjectNode action = (ObjectNode) found.path("requiredActions").get(1);
            ((ArrayNode) found.path("requiredActions"))
                    .add(action.deepCopy().put("alias", "second").put("enabled", false));
            action.putObject("config").put("time-to-live", "soon");
        })) {
            assertThat(problems(status(broken)))
                    .containsExactlyInAnyOrder("second_action", "setting_unreadable", "setting_missing");
            assertThat(status(broken).path("settings"))
                    .extracting(setting -> setting.path("name").asText() + " "
                            + setting.path("value").asText() + " "
                            + setting.path("source").asText())
                    .contains("applies-to all missing", "time-to-live 10 unreadable");
            broken.action().change("consent-grant", Map.of("enabled", false));
            assertThat(problems(status(broken))).containsExactly("action_disabled");
        }
    }

    @Test
    @DisplayName("when users have the action, then they are counted")
    void onUsers() throws Exception {
        try (Connection connection = server.openConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO user_required_action (user_id, required_action) VALUES (?, ?)")) {
            insert.setString(1, realm.userId("alice"));
            insert.setString(2, RequiredAction.ID);
            insert.executeUpdate();
        }
        assertThat(problems(status())).containsExactly("action_on_users");
        assertThat(status().path("usersWithAction").path("count").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName("when a gated client has a flow of its own without the authenticator, then it is named")
    void clientFlow() {
        SetupCalls setup = new SetupCalls(realm);
        setup.copy("browser", "own");
        realm.updateClient("app", Map.of("authenticationFlowBindingOverrides", Map.of("browser", setup.flowId("own"))));
        assertThat(problems(status())).containsExactly("client_flow");
        assertThat(status().path("clientFlows").get(0).path("clientId").asText())
                .isEqualTo("app");
    }

    @Test
    @DisplayName("when users had agreed on Keycloak's own page before, then those are counted, and approvals are not")
    void earlierConsents() {
        realm.configureGate(false, Map.of());
        realm.update(Map.of("browserFlow", "browser"));
        UserAgent alice = new UserAgent();
        StockConsents.agree(alice, Browser.signIn(alice, request(), "alice"));
        realm.configureGate(true, Map.of());
        UserAgent bob = new UserAgent();
        assertThat(Browser.hasCode(Browser.authorize(bob, Browser.signIn(bob, request(), "bob"))))
                .isTrue();
        assertThat(status().path("earlierConsents").path("count").asInt()).isEqualTo(1);
        assertThat(problems(status())).contains("earlier_consents");
        assertThat(status().path("state").asText()).isEqualTo("ok");
    }

    private URI request() {
        return realm.app().request(Map.of());
    }

    @Test
    @DisplayName("when somebody asks, then with view-realm of this very realm")
    void roles() {
        String path = "/admin/realms/" + realm.name() + "/consent-grants/status";
        assertThat(code(Bearer.none(realm), path)).isEqualTo(401);
        realm.addClientRole("alice", "realm-management", "manage-users");
        assertThat(code(Bearer.of(realm, "alice"), path)).isEqualTo(403);
        try (TestRealm other = TestRealm.create(server)) {
            other.addClientRole("alice", "realm-management", "realm-admin");
            assertThat(code(Bearer.of(other, "alice"), path)).isEqualTo(403);
        }
        realm.addClientRole("alice", "realm-management", "view-realm");
        assertThat(code(Bearer.of(realm, "alice"), path)).isEqualTo(200);
    }

    private static int code(Bearer bearer, String path) {
        return bearer.send("GET", path, null).statusCode();
    }

    @Test
    @DisplayName(
            "when the realm has more clients than are looked at, then it says so, and claims nothing of the others")
    void manyClients() throws Exception {
        realm.updateClient("public-app", Map.of("consentRequired", false));
        execute(
                "INSERT INTO client SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(),"
                        + " 'client_id', 'aaa-' || i))).* FROM client c, generate_series(1, 1100) i WHERE c.id = ?",
                realm.clientUuid("plain"));
        try {
            status();
            long start = System.nanoTime();
            JsonNode status = status();
            System.out.printf(
                    "GET consent-grants/status with 1,100 clients: %d ms%n", (System.nanoTime() - start) / 1_000_000);
            assertThat(status.path("clients").path("lookedAt").asInt()).isEqualTo(1_000);
            assertThat(status.path("clients").path("total").asInt()).isGreaterThan(1_100);
            assertThat(status.path("clients").path("gated").asInt()).isZero();
            assertThat(problems(status)).isEmpty();
        } finally {
            execute("DELETE FROM client WHERE client_id LIKE 'aaa-%' AND realm_id = ?", realm.id());
        }
    }

    /** Keycloak itself takes minutes to import so many clients, and to remove them. */
    private void execute(String sql, String parameter) throws SQLException {
        try (Connection connection = server.openConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            statement.executeUpdate();
        }
    }

    /** The bound is loose, because other work may share the machine; the figure is printed. */
    @Test
    @DisplayName("when a probe asks again and again, then it is cheap and changes nothing")
    void probe() {
        realm.update(Map.of("adminEventsEnabled", true));
        SetupCalls setup = new SetupCalls(realm);
        JsonNode before = setup.everything();
        int events = setup.adminEvents().size();
        status();
        long[] millis = new long[50];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            status();
            millis[i] = (System.nanoTime() - start) / 1_000_000;
        }
        Arrays.sort(millis);
        System.out.printf(
                "GET consent-grants/status: median %d ms, p95 %d ms%n",
                millis[millis.length / 2], millis[millis.length * 95 / 100]);
        assertThat(millis[millis.length / 2]).isLessThan(500);
        assertThat(setup.everything()).isEqualTo(before);
        assertThat(setup.adminEvents()).hasSize(events);
    }
}
