package io.github.consentgrants.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.consentgrants.client.ConsentGrantsApi.ConsentGrant;
import io.github.consentgrants.client.ConsentGrantsApi.Filter;
import io.github.consentgrants.client.ConsentGrantsApi.SetupRequest;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.Keycloak;

@DisplayName("Given a Java client of the admin API")
final class JavaClientIT {
    private static final String BASE = "/admin/realms/{realm}/consent-grants";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
        UserAgent agent = new UserAgent();
        Browser.authorize(agent, Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @Test
    @DisplayName(
            "when it uses the interface with Keycloak's admin client, then it lists, reads, exports, gets a receipt, revokes and erases")
    void adminClient() throws Exception {
        try (Keycloak keycloak =
                Keycloak.getInstance(server.baseUrl().toString(), "master", "admin", "admin", "admin-cli")) {
            ConsentGrantsApi grants = keycloak.proxy(ConsentGrantsApi.class, server.baseUrl());
            Filter filter = new Filter();
            filter.user = realm.userId("alice");
            filter.state = "consumed";
            ConsentGrant grant = grants.list(realm.name(), filter, 10).grants().get(0);
            assertThat(grant.recorded()).isTrue();
            assertThat(grants.get(realm.name(), grant.id()).record()).containsEntry("decision", "granted");
            try (InputStream export = grants.export(realm.name(), filter)) {
                assertThat(new String(export.readAllBytes(), StandardCharsets.UTF_8).lines())
                        .hasSize(2)
                        .last()
                        .isEqualTo("{\"exported\":1}");
            }
            assertThat(grants.receipt(realm.name(), grant.id())).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
            assertThat(grants.revoke(realm.name(), grant.id()).state()).isEqualTo("revoked");
            assertThat(grants.erase(realm.name(), filter.user).erased()).isEqualTo(1);
            assertThatThrownBy(() -> grants.get(realm.name(), "x")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> grants.list(realm.name(), filter, 0)).isInstanceOf(BadRequestException.class);
        }
    }

    private HttpResponse<String> send(String method, String path) {
        return server.admin().send(method, path.substring("/admin".length()).replace("{realm}", realm.name()), null);
    }

    private static JsonNode document() throws Exception {
        return Admin.JSON.readTree(Files.readString(OpenApiTest.DOCUMENT));
    }

    /** Checks a body by a schema of the document. */
    private static void requireValid(JsonNode operation, HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode schema = operation.at("/responses/200/content/application~1json/schema");
        assertThat(schema.isMissingNode()).isFalse();
        ObjectNode whole = document().deepCopy();
        whole.setAll((ObjectNode) schema);
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(whole)
                        .validate(Admin.JSON.readTree(response.body())))
                .isEmpty();
    }

    @Test
    @DisplayName("when the document names a path, then the server has it and answers as the document says")
    void documented() throws Exception {
        JsonNode paths = document().path("paths");
        String id =
                Admin.JSON.readTree(send("GET", BASE).body()).at("/grants/0/id").asText();
        requireValid(paths.path(BASE).path("get"), send("GET", BASE));
        requireValid(paths.path(BASE + "/{id}").path("get"), send("GET", BASE + "/" + id));
        requireValid(paths.path(BASE + "/{id}/revoke").path("post"), send("POST", BASE + "/" + id + "/revoke"));
        requireValid(
                paths.path(BASE + "/users/{user}").path("delete"),
                send("DELETE", BASE + "/users/" + realm.userId("alice")));
        assertThat(send("GET", BASE + "/" + id + "/receipt").statusCode()).isEqualTo(200);
        assertThat(send("GET", BASE + "/export").statusCode()).isEqualTo(200);
        requireValid(paths.path(BASE + "/status").path("get"), send("GET", BASE + "/status"));
        requireValid(
                paths.path(BASE + "/policy").path("get"),
                send("GET", BASE + "/policy?client=app&user=alice&scope=openid"));
        realm.update(Map.of("browserFlow", "browser"));
        requireValid(paths.path(BASE + "/setup").path("post"), send("POST", BASE + "/setup"));
        requireValid(paths.path(BASE + "/setup").path("delete"), send("DELETE", BASE + "/setup?dryRun=true"));
        requireValid(paths.path(BASE + "/stock-consents").path("get"), send("GET", BASE + "/stock-consents"));
        realm.update(Map.of("browserFlow", "browser"));
        realm.configureGate(false, Map.of());
        requireValid(paths.path(BASE + "/stock-consents").path("delete"), send("DELETE", BASE + "/stock-consents"));
        assertThat(paths.properties())
                .filteredOn(path -> path.getKey().startsWith(BASE))
                .hasSize(10);
    }

    @Test
    @DisplayName(
            "when it uses the interface with Keycloak's admin client, then it also sets up, asks the status and undoes")
    void setUp() {
        try (Keycloak keycloak =
                Keycloak.getInstance(server.baseUrl().toString(), "master", "admin", "admin", "admin-cli")) {
            ConsentGrantsApi grants = keycloak.proxy(ConsentGrantsApi.class, server.baseUrl());
            SetupRequest request = new SetupRequest(Map.of("time-to-live", "60"), true);
            assertThat(grants.setUp(realm.name(), request).dryRun()).isTrue();
            assertThat(grants.status(realm.name()).gated()).isTrue();
            assertThat(grants.countStockConsents(realm.name()).consents()).isPositive();
            realm.update(Map.of("browserFlow", "browser"));
            assertThat(grants.setUp(realm.name(), new SetupRequest(Map.of(), false))
                            .changes())
                    .isNotEmpty();
            assertThat(grants.undoSetUp(realm.name(), true).changes()).isNotEmpty();
        }
    }

    @Test
    @DisplayName("when the document names a path of users, then the server has it and answers as the document says")
    void documentedForUsers() throws Exception {
        JsonNode paths = document().path("paths");
        String own = "/realms/{realm}/consent-grants/api";
        realm.addClientRole("alice", "account", "manage-consent");
        Bearer alice = Bearer.of(realm, "alice");
        String at = own.replace("{realm}", realm.name());
        HttpResponse<String> list = alice.send("GET", at + "?limit=100", null);
        requireValid(paths.path(own).path("get"), list);
        String id = Admin.JSON.readTree(list.body()).at("/grants/0/id").asText();
        assertThat(alice.send("GET", at + "?before=" + id, null).statusCode()).isEqualTo(200);
        requireValid(paths.path(own + "/{id}").path("get"), alice.send("GET", at + "/" + id, null));
        requireValid(
                paths.path(own + "/{id}/revoke").path("post"), alice.send("POST", at + "/" + id + "/revoke", null));
        assertThat(alice.send("GET", at + "/" + id + "/receipt", null).statusCode())
                .isEqualTo(200);
        assertThat(paths.properties())
                .filteredOn(path -> path.getKey().startsWith(own))
                .hasSize(4);
    }

    @Test
    @DisplayName("when the document names a parameter, then the server takes it, and each value that is listed")
    void parameters() throws Exception {
        Map<String, String> values = Map.of(
                "id", "018bcfe5-6800-7000-8000-000000000000",
                "before", "018bcfe5-6800-7000-8000-000000000000",
                "from", "2026-11-28",
                "to", "2026-11-28T15:07:27Z",
                "limit", "1000");
        for (String path : List.of(BASE, BASE + "/export")) {
            JsonNode parameters =
                    document().path("paths").path(path).path("get").path("parameters");
            assertThat(parameters.size()).isGreaterThan(8);
            for (JsonNode parameter : parameters) {
                String name = parameter.path("name").asText();
                if (!"query".equals(parameter.path("in").asText())) {
                    continue;
                }
                JsonNode listed = parameter.path("schema").path("enum");
                if (listed.isEmpty()) {
                    requireTaken(path, name, values.getOrDefault(name, "x"));
                }
                for (JsonNode value : listed) {
                    requireTaken(path, name, value.asText());
                }
            }
        }
    }

    private void requireTaken(String path, String name, String value) {
        assertThat(send("GET", path + "?" + name + "=" + value).statusCode())
                .as(String.format(Locale.ROOT, "%s %s=%s", path, name, value))
                .isEqualTo(200);
    }
}
