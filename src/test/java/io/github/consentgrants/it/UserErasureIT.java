package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a user who is to be erased from the grants")
final class UserErasureIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
        realm.update(Map.of("adminEventsEnabled", true, "adminEventsDetailsEnabled", true));
        realm.configure(Map.of("record-browser", "true", "record-claim-values", "true", "claim-values", "true"));
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private String path(String rest) {
        return "/realms/" + realm.name() + "/consent-grants" + rest;
    }

    private static Page authorize(RelyingParty app, String user) {
        UserAgent agent = new UserAgent();
        return Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), user));
    }

    private JsonNode erase(String user) throws Exception {
        HttpResponse<String> response = server.admin().send("DELETE", path("/users/" + user), null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Admin.JSON.readTree(response.body());
    }

    @Test
    @DisplayName(
            "when it is done, then nothing names the user, the sign-in that is under way goes on, and it is audited")
    void erased() throws Exception {
        String alice = realm.userId("alice");
        authorize(realm.app(), "bob");
        authorize(realm.app(), "alice");
        RelyingParty underWay = realm.app();
        Page answer = authorize(underWay, "alice");

        assertThat(erase(alice).path("erased").asInt()).isEqualTo(2);
        assertThat(erase(alice).path("erased").asInt()).isZero();
        underWay.tokens(answer);

        assertThat(server.admin().get(path("?user=" + alice)).path("grants")).isEmpty();
        String export = server.admin().send("GET", path("/export"), null).body();
        assertThat(export).doesNotContain(alice, "alice").contains("bob@example.com");
        JsonNode newest = server.admin().get(path("?limit=1")).path("grants").get(0);
        assertThat(newest.path("state").asText()).isEqualTo("redeemed");
        assertThat(newest.path("user").asText()).startsWith("removed:");
        JsonNode record =
                server.admin().get(path("/" + newest.path("id").asText())).path("record");
        assertThat(record.path("client").path("id").asText()).isEqualTo("app");
        assertThat(record.has("personal")).isFalse();
        assertThat(server.admin().get("/realms/" + realm.name() + "/admin-events?operationTypes=DELETE"))
                .filteredOn(event -> event.path("resourcePath").asText().contains("consent-grants/users/"))
                .hasSize(2)
                .anySatisfy(event ->
                        assertThat(event.path("representation").asText()).contains("\"erased\":2"));
    }

    @Test
    @DisplayName("when somebody asks for it, then only with the role to manage users")
    void roles() {
        String path = "/admin" + path("/users/" + realm.userId("bob"));
        assertThat(Bearer.none(realm).send("DELETE", path, null).statusCode()).isEqualTo(401);
        realm.addClientRole("alice", "realm-management", "view-users");
        assertThat(Bearer.of(realm, "alice").send("DELETE", path, null).statusCode())
                .isEqualTo(403);
        realm.addClientRole("alice", "realm-management", "manage-users");
        assertThat(Bearer.of(realm, "alice").send("DELETE", path, null).statusCode())
                .isEqualTo(200);
    }
}
