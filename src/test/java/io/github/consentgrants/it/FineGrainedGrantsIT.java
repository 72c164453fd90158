package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given an administrator with fine-grained permissions for one user (version 2)")
final class FineGrainedGrantsIT {
    private static final String NOWHERE = "018bcfe5-6800-7000-8000-000000000000";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;
    private String alice;
    private String bob;
    private String hers;
    private String his;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
        realm.update(Map.of("adminPermissionsEnabled", true));
        realm.addUser("clerk");
        realm.addClientRole("clerk", "realm-management", "query-users");
        alice = realm.userId("alice");
        bob = realm.userId("bob");
        hers = mint(alice);
        his = mint(bob);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private String mint(String user) {
        return realm.probe()
                .call("mint", Map.of("REALM", realm.id(), "SUBJECT", user))
                .path("page")
                .asText();
    }

    private void permit(String scope) throws Exception {
        permit("Users", scope, "POSITIVE", List.of(alice));
    }

    /** With no resources, the permission is for all of the type. */
    private void permit(String type, String scope, String logic, List<String> resources) throws Exception {
        String base = "/realms/" + realm.name() + "/clients/"
                + server.admin()
                        .get("/realms/" + realm.name())
                        .path("adminPermissionsClient")
                        .path("id")
                        .asText()
                + "/authz/resource-server";
        String name = type + " " + scope + " " + logic + " " + resources;
        HttpResponse<String> policy = server.admin()
                .send(
                        "POST",
                        base + "/policy/user",
                        Map.of("name", "policy " + name, "logic", logic, "users", List.of(realm.userId("clerk"))));
        assertThat(policy.statusCode()).as(policy.body()).isEqualTo(201);
        server.admin()
                .post(
                        base + "/permission/scope",
                        Map.of(
                                "name",
                                name,
                                "resourceType",
                                type,
                                "resources",
                                resources,
                                "scopes",
                                List.of(scope),
                                "policies",
                                List.of(Admin.JSON
                                        .readTree(policy.body())
                                        .path("id")
                                        .asText())));
    }

    private HttpResponse<String> send(String method, String rest) {
        return Bearer.of(realm, "clerk").send(method, "/admin/realms/" + realm.name() + "/consent-grants" + rest, null);
    }

    private int status(String method, String rest) {
        return send(method, rest).statusCode();
    }

    @Test
    @DisplayName(
            "when it is to view, then the grants of this user are there; those of others are as if there were none")
    void view() throws Exception {
        assertThat(status("GET", "?user=" + alice)).isEqualTo(403);
        assertThat(status("GET", "/" + hers)).isEqualTo(404);
        permit("view");
        HttpResponse<String> list = send("GET", "?user=" + alice);
        assertThat(list.statusCode()).as(list.body()).isEqualTo(200);
        JsonNode grants = Admin.JSON.readTree(list.body()).path("grants");
        assertThat(grants.findValuesAsText("id")).containsExactly(hers);
        assertThat(status("GET", "/" + hers)).isEqualTo(200);
        assertThat(status("GET", "/export?user=" + alice)).isEqualTo(200);
        for (String forbidden : List.of("", "?user=" + bob, "?user=nobody", "/export", "/export?user=" + bob)) {
            assertThat(status("GET", forbidden)).as(forbidden).isEqualTo(403);
        }
        assertThat(send("GET", "/" + his).body())
                .isEqualTo(send("GET", "/" + NOWHERE).body());
        assertThat(status("GET", "/" + his)).isEqualTo(404);
        assertThat(send("GET", "/" + hers + "/receipt").body()).contains("no record");
        assertThat(send("GET", "/" + his + "/receipt").body())
                .isEqualTo(send("GET", "/" + NOWHERE + "/receipt").body());
        assertThat(status("POST", "/" + hers + "/revoke")).isEqualTo(403);
        assertThat(status("POST", "/" + his + "/revoke")).isEqualTo(404);
        assertThat(status("POST", "/" + NOWHERE + "/revoke")).isEqualTo(404);
        assertThat(status("DELETE", "/users/" + alice)).isEqualTo(403);
    }

    @Test
    @DisplayName("when it is to manage, then the grants of this user can be revoked and erased, and no others")
    void manage() throws Exception {
        permit("view");
        permit("manage");
        assertThat(status("POST", "/" + hers + "/revoke")).isEqualTo(200);
        assertThat(status("POST", "/" + his + "/revoke")).isEqualTo(404);
        assertThat(status("DELETE", "/users/" + bob)).isEqualTo(403);
        assertThat(status("DELETE", "/users/nobody")).isEqualTo(403);
        assertThat(status("DELETE", "/users/" + alice)).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "when it is for all users but one, then the grants of this one are as if there were none, and no list has them")
    void allButOne() throws Exception {
        permit("Users", "view", "POSITIVE", List.of());
        permit("Users", "manage", "POSITIVE", List.of());
        permit("Users", "view", "NEGATIVE", List.of(bob));
        permit("Users", "manage", "NEGATIVE", List.of(bob));
        assertThat(status("GET", "/" + hers)).isEqualTo(200);
        assertThat(status("GET", "?user=" + alice)).isEqualTo(200);
        assertThat(status("GET", "/" + his)).isEqualTo(404);
        for (String forbidden :
                List.of("", "?user=" + bob, "?id=" + his, "/export", "/export?user=" + bob, "/stock-consents")) {
            assertThat(status("GET", forbidden)).as(forbidden).isEqualTo(403);
        }
        assertThat(status("POST", "/" + his + "/revoke")).isEqualTo(404);
        assertThat(status("DELETE", "/users/" + bob)).isEqualTo(403);
        assertThat(status("DELETE", "/stock-consents")).isEqualTo(403);
        assertThat(status("POST", "/" + hers + "/revoke")).isEqualTo(200);
        assertThat(server.admin()
                        .get("/realms/" + realm.name() + "/consent-grants/" + his)
                        .path("state")
                        .asText())
                .isEqualTo("granted");
    }

    @Test
    @DisplayName("when it is for the members of a group, then it is for their grants, as long as they are members")
    void members() throws Exception {
        HttpResponse<String> group =
                server.admin().send("POST", "/realms/" + realm.name() + "/groups", Map.of("name", "customers"));
        assertThat(group.statusCode()).isEqualTo(201);
        String id = group.headers().firstValue("Location").orElseThrow().replaceAll(".*/", "");
        String membership = "/realms/" + realm.name() + "/users/" + alice + "/groups/" + id;
        assertThat(server.admin().send("PUT", membership, null).statusCode()).isEqualTo(204);
        permit("Groups", "view-members", "POSITIVE", List.of(id));
        assertThat(status("GET", "/" + hers)).isEqualTo(200);
        assertThat(status("GET", "?user=" + alice)).isEqualTo(200);
        assertThat(status("GET", "/export?user=" + alice)).isEqualTo(200);
        assertThat(status("POST", "/" + hers + "/revoke")).isEqualTo(403);
        assertThat(status("GET", "/" + his)).isEqualTo(404);
        assertThat(status("GET", "")).isEqualTo(403);
        permit("Groups", "manage-members", "POSITIVE", List.of(id));
        assertThat(status("POST", "/" + hers + "/revoke")).isEqualTo(200);
        server.admin().delete(membership);
        assertThat(status("GET", "/" + hers)).isEqualTo(404);
    }

    /** Keycloak's fine-grained permissions know no realms: the roles alone decide. */
    @Test
    @DisplayName("when it is for all of every type, then status and set-up stay forbidden, until there is the role")
    void realmAsAWhole() throws Exception {
        for (String type : List.of("Users", "Groups", "Clients")) {
            permit(type, "view", "POSITIVE", List.of());
            permit(type, "manage", "POSITIVE", List.of());
        }
        assertThat(status("GET", "/" + hers)).isEqualTo(200);
        for (String call : List.of("GET /status", "POST /setup", "DELETE /setup", "DELETE /setup?dryRun=true")) {
            String[] parts = call.split(" ", 2);
            assertThat(status(parts[0], parts[1])).as(call).isEqualTo(403);
        }
        realm.addClientRole("clerk", "realm-management", "view-realm");
        assertThat(status("GET", "/status")).isEqualTo(200);
        assertThat(status("DELETE", "/setup?dryRun=true")).isIn(200, 409);
        assertThat(status("POST", "/setup")).isEqualTo(403);
        assertThat(status("DELETE", "/setup")).isEqualTo(403);
    }
}
