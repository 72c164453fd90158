package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Applications;
import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.StockConsents;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given what sign-ins of gated clients have written to Keycloak's own consents")
final class StockConsentsIT {
    private static final String SCOPES = "openid profile email";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
        realm.update(Map.of("adminEventsEnabled", true, "adminEventsDetailsEnabled", true));
        realm.addDefaultRoles("alice");
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private String path() {
        return "/realms/" + realm.name() + "/consent-grants/stock-consents";
    }

    private JsonNode written() {
        return server.admin().get(path());
    }

    private JsonNode remove() throws Exception {
        var response = server.admin().send("DELETE", path(), null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Admin.JSON.readTree(response.body());
    }

    /** Opens a request in a fresh browser and signs in. */
    private Page open(UserAgent agent, String user, String scope) {
        return Browser.signIn(agent, realm.app().request(Map.of("scope", scope)), user);
    }

    private void approve(String user, String scope) {
        UserAgent agent = new UserAgent();
        assertThat(Browser.hasCode(Browser.authorize(agent, open(agent, user, scope))))
                .isTrue();
    }

    private void agree(String user, String scope) {
        UserAgent agent = new UserAgent();
        Page page = open(agent, user, scope);
        assertThat(StockConsents.isAsked(page)).isTrue();
        assertThat(Browser.hasCode(StockConsents.agree(agent, page))).isTrue();
    }

    private boolean isAsked(String user, String scope) {
        return StockConsents.isAsked(open(new UserAgent(), user, scope));
    }

    private void leaveTheGate() {
        realm.update(Map.of("browserFlow", "browser"));
        realm.configureGate(false, Map.of());
    }

    @Test
    @DisplayName("when the same is approved once more, then nothing more is written")
    void onlyOnce() throws Exception {
        approve("alice", SCOPES);
        int rows = StockConsents.remembered(realm);
        assertThat(written().path("consents").asInt()).isEqualTo(1);
        assertThat(written().path("scopes").asInt()).isEqualTo(rows - 1).isGreaterThanOrEqualTo(2);
        approve("alice", SCOPES);
        assertThat(StockConsents.remembered(realm)).isEqualTo(rows);
        approve("alice", SCOPES + " phone");
        assertThat(StockConsents.remembered(realm)).isEqualTo(rows + 1);
        Applications.of(realm, "alice").narrow("app", "phone");
        approve("alice", SCOPES + " phone");
        assertThat(StockConsents.remembered(realm)).isEqualTo(rows + 1);
    }

    @Test
    @DisplayName(
            "when the gate is left and they are removed, then Keycloak asks again, but not for what it had asked before")
    void removed() throws Exception {
        realm.configureGate(false, Map.of());
        realm.update(Map.of("browserFlow", "browser"));
        agree("alice", SCOPES);
        realm.configureGate(true, Map.of());
        approve("alice", SCOPES + " phone");
        approve("bob", SCOPES);
        assertThat(written().path("consents").asInt()).isEqualTo(1);
        int scopes = written().path("scopes").asInt();

        leaveTheGate();
        assertThat(isAsked("bob", SCOPES)).isFalse();
        assertThat(isAsked("alice", SCOPES + " phone")).isFalse();
        JsonNode removed = remove();
        assertThat(removed.path("consents").asInt()).isEqualTo(1);
        assertThat(removed.path("scopes").asInt()).isEqualTo(scopes);
        assertThat(removed.path("remaining").path("scopes").asInt(-1)).isZero();
        assertThat(StockConsents.remembered(realm)).isZero();

        assertThat(isAsked("bob", SCOPES)).isTrue();
        assertThat(isAsked("alice", SCOPES)).isFalse();
        assertThat(isAsked("alice", SCOPES + " phone")).isTrue();
        JsonNode event = server.admin()
                .get("/realms/" + realm.name() + "/admin-events?resourceTypes=USER&resourcePath=consent-grants/*")
                .get(0);
        assertThat(event.path("operationType").asText()).isEqualTo("ACTION");
        assertThat(event.path("resourcePath").asText()).isEqualTo("consent-grants/stock-consents");
        assertThat(event.path("representation").asText()).contains("\"consents\":1");
        assertThat(remove().path("scopes").asInt(-1)).isZero();
    }

    @Test
    @DisplayName("when the user has revoked them and agreed on Keycloak's own page since, then that stays")
    void givenAnew() throws Exception {
        approve("alice", SCOPES);
        leaveTheGate();
        Applications.of(realm, "alice").revoke("app");
        agree("alice", SCOPES);
        assertThat(remove().path("scopes").asInt(-1)).isZero();
        assertThat(isAsked("alice", SCOPES)).isFalse();
    }

    @Test
    @DisplayName("when the user has revoked them and approved less since, then only that is remembered")
    void lessAnew() throws Exception {
        approve("alice", SCOPES);
        int rows = StockConsents.remembered(realm);
        Applications.of(realm, "alice").revoke("app");
        approve("alice", SCOPES + " phone");
        assertThat(StockConsents.remembered(realm)).isEqualTo(rows + 1);
        Applications.of(realm, "alice").revoke("app");
        approve("alice", SCOPES);
        assertThat(StockConsents.remembered(realm)).isEqualTo(rows);
    }

    @Test
    @DisplayName("when the user has agreed to more on Keycloak's own page since, then that stays")
    void moreSince() throws Exception {
        approve("alice", SCOPES);
        leaveTheGate();
        agree("alice", SCOPES + " phone");
        assertThat(remove().path("consents").asInt(-1)).isZero();
        assertThat(scopesOf("alice")).containsExactly("phone");
        assertThat(isAsked("alice", SCOPES)).isTrue();
    }

    @Test
    @DisplayName("when all scopes of the user's own consent are ours, then they go, and the consent itself stays")
    void ofTheUser() throws Exception {
        realm.configureGate(false, Map.of());
        realm.update(Map.of("browserFlow", "browser"));
        agree("alice", SCOPES);
        for (String scope : scopesOf("alice")) {
            Applications.of(realm, "alice").narrow("app", scope);
        }
        assertThat(scopesOf("alice")).isEmpty();
        realm.configureGate(true, Map.of());
        approve("alice", SCOPES);
        assertThat(scopesOf("alice")).isNotEmpty();
        leaveTheGate();
        assertThat(remove().path("consents").asInt(-1)).isZero();
        assertThat(scopesOf("alice")).isEmpty();
        try (Connection connection = server.openConnection();
                Statement statement = connection.createStatement()) {
            assertThat(consents(statement, realm.userId("alice"))).isEqualTo(1);
        }
    }

    private List<String> scopesOf(String user) throws Exception {
        try (Connection connection = server.openConnection()) {
            return StockConsents.scopes(connection, realm.userId(user), realm.clientUuid("app"));
        }
    }

    @Test
    @DisplayName("when the realm is gated, then they are not removed")
    void gated() {
        approve("alice", SCOPES);
        int scopes = written().path("scopes").asInt();
        assertThat(server.admin().send("DELETE", path(), null).statusCode()).isEqualTo(409);
        assertThat(written().path("scopes").asInt()).isEqualTo(scopes);
    }

    @Test
    @DisplayName(
            "when there are many, then transaction after transaction; what nobody's consent has any more is forgotten")
    void many() throws Exception {
        approve("alice", SCOPES);
        int scopes = written().path("scopes").asInt();
        String realmId = realm.id();
        String app = realm.clientUuid("app");
        try (Connection connection = server.openConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO cg_written_consent VALUES (?, ?, ?, ?, 'gone', '#N A#', 1)")) {
            for (int user = 0; user < 250; user++) {
                insert.setString(1, UUID.randomUUID().toString());
                insert.setString(2, realmId);
                insert.setString(3, "gone-" + user);
                insert.setString(4, app);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        assertThat(written().path("scopes").asInt()).isEqualTo(scopes + 250);
        leaveTheGate();
        JsonNode removed = remove();
        assertThat(removed.path("scopes").asInt()).isEqualTo(scopes);
        assertThat(StockConsents.remembered(realm)).isZero();
    }

    @Test
    @DisplayName("when somebody asks, then only with the roles for users of this very realm")
    void permissions() {
        String path = "/admin" + path();
        leaveTheGate();
        assertThat(status(Bearer.none(realm), "GET", path)).isEqualTo(401);
        assertThat(status(Bearer.none(realm), "DELETE", path)).isEqualTo(401);
        assertThat(status(Bearer.of(realm, "alice"), "GET", path)).isEqualTo(403);
        assertThat(status(Bearer.of(realm, "alice"), "DELETE", path)).isEqualTo(403);
        realm.addClientRole("alice", "realm-management", "view-users");
        assertThat(status(Bearer.of(realm, "alice"), "GET", path)).isEqualTo(200);
        assertThat(status(Bearer.of(realm, "alice"), "DELETE", path)).isEqualTo(403);
        realm.addClientRole("alice", "realm-management", "manage-users");
        assertThat(status(Bearer.of(realm, "alice"), "DELETE", path)).isEqualTo(200);
        try (TestRealm other = TestRealm.create(server)) {
            other.addClientRole("alice", "realm-management", "realm-admin");
            assertThat(status(Bearer.of(other, "alice"), "GET", path)).isEqualTo(403);
            assertThat(status(Bearer.of(other, "alice"), "DELETE", path)).isEqualTo(403);
        }
    }

    private static int status(Bearer bearer, String method, String path) {
        return bearer.send(method, path, null).statusCode();
    }

    @Test
    @DisplayName("when a user, a client or a scope is removed, then what is remembered of it goes too")
    void removals() throws Exception {
        realm.addClient("another");
        approve("alice", SCOPES + " phone");
        int ofAlice = StockConsents.remembered(realm);
        approve("bob", SCOPES);
        int ofBoth = StockConsents.remembered(realm);
        server.admin().delete("/realms/" + realm.name() + "/client-scopes/" + realm.scopeId("phone"));
        assertThat(StockConsents.remembered(realm)).isEqualTo(ofBoth - 1);
        server.admin().delete("/realms/" + realm.name() + "/users/" + realm.userId("bob"));
        assertThat(StockConsents.remembered(realm)).isEqualTo(ofAlice - 1);
        realm.removeClient("another");
        assertThat(StockConsents.remembered(realm)).isEqualTo(ofAlice - 1);
        realm.removeClient("app");
        assertThat(StockConsents.remembered(realm)).isZero();
    }

    @Test
    @DisplayName("when the script for PostgreSQL runs, then it removes them and the tables, and no other consent")
    void script() throws Exception {
        realm.configureGate(false, Map.of());
        realm.update(Map.of("browserFlow", "browser"));
        agree("alice", SCOPES);
        realm.configureGate(true, Map.of());
        approve("alice", SCOPES + " phone");
        approve("bob", SCOPES);
        String alice = realm.userId("alice");
        String bob = realm.userId("bob");
        String app = realm.clientUuid("app");
        try (Connection connection = server.openConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThat(StockConsents.scopes(connection, bob, app)).contains("email", "profile");
            List<String> ofAlice = StockConsents.scopes(connection, alice, app);
            assertThat(ofAlice).contains("email", "profile", "phone");

            statement.execute(Files.readString(Path.of("docs", "sql", "uninstall-postgresql.sql")));

            assertThat(StockConsents.scopes(connection, bob, app)).isEmpty();
            assertThat(consents(statement, bob)).isZero();
            assertThat(consents(statement, alice)).isEqualTo(1);
            assertThat(StockConsents.scopes(connection, alice, app))
                    .isEqualTo(ofAlice.stream()
                            .filter(name -> !name.equals("phone"))
                            .toList());
            try (var tables = statement.executeQuery("SELECT count(*) FROM information_schema.tables"
                    + " WHERE table_name LIKE 'cg\\_%' OR table_name = 'databasechangelog_consent_gr'")) {
                tables.next();
                assertThat(tables.getInt(1)).isZero();
            }
            connection.rollback();
        }
    }

    private static int consents(Statement statement, String userId) throws Exception {
        try (var rows = statement.executeQuery("SELECT count(*) FROM user_consent WHERE user_id = '" + userId + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
