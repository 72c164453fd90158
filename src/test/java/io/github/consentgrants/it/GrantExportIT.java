package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given the export of a realm's grants")
final class GrantExportIT {
    private static final int ROWS = 250;

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

    private HttpResponse<String> send(String query) {
        return server.admin().send("GET", "/realms/" + realm.name() + "/consent-grants/export" + query, null);
    }

    private static JsonNode parse(String line) {
        try {
            return Admin.JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }

    /** The lines without the last one, which says how many they are. */
    private List<JsonNode> export(String query) {
        HttpResponse<String> response = send(query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/x-ndjson"));
        List<JsonNode> lines = response.body().lines().map(GrantExportIT::parse).toList();
        List<JsonNode> grants = lines.subList(0, lines.size() - 1);
        assertThat(lines.get(lines.size() - 1)).isEqualTo(parse("{\"exported\":" + grants.size() + "}"));
        return grants;
    }

    private static List<String> ids(List<JsonNode> grants) {
        return grants.stream().map(grant -> grant.path("id").asText()).toList();
    }

    private String mint(String user, String content) {
        return realm.probe()
                .call("mint", Map.of("REALM", realm.id(), "SUBJECT", user, "content", content, "personal", content))
                .path("page")
                .asText();
    }

    @Test
    @DisplayName("when there are several pages of grants, then each grant has a line, once, the newest first")
    void whole() {
        realm.probe().call("store/fill", Map.of("realm", realm.id(), "rows", Integer.toString(ROWS)));
        List<String> exported = ids(export(""));
        assertThat(exported).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(exported).isSortedAccordingTo((one, other) -> other.compareTo(one));
    }

    @Test
    @DisplayName("when it broke off, then it goes on after the last line that came")
    void resumed() {
        realm.probe().call("store/fill", Map.of("realm", realm.id(), "rows", Integer.toString(ROWS)));
        List<String> all = ids(export(""));
        List<String> rest = ids(export("?before=" + all.get(140)));
        assertThat(Stream.concat(all.subList(0, 141).stream(), rest.stream())).containsExactlyElementsOf(all);
    }

    @Test
    @DisplayName("when there is nothing, or nothing of this realm, then it says that it is nothing")
    void nothing() {
        assertThat(export("")).isEmpty();
        mint("alice", "{\"a\":1}");
        assertThat(export("?user=bob")).isEmpty();
        try (TestRealm other = TestRealm.create(server)) {
            assertThat(server.admin()
                            .send("GET", "/realms/" + other.name() + "/consent-grants/export", null)
                            .body())
                    .isEqualTo("{\"exported\":0}\n");
        }
    }

    @Test
    @DisplayName("when records are long and hostile, then each stays on its line, letter for letter")
    void hostile() {
        String hostile = "{\"a\":\"\\n\\r\\u2028\\u0000</script>\\\"}\"}";
        String longest = "{\"a\":\"" + "x".repeat(ConsentRecord.MAX_LENGTH - 8) + "\"}";
        List<String> minted = List.of(mint("alice", hostile), mint("alice", longest), mint("alice", hostile));
        List<JsonNode> grants = export("?user=alice&state=granted");
        assertThat(ids(grants)).containsExactly(minted.get(2), minted.get(1), minted.get(0));
        assertThat(grants.get(1).path("record").path("personal").path("a").asText())
                .hasSize(ConsentRecord.MAX_LENGTH - 8);
        assertThat(send("").body()).contains("\"record\":" + new ConsentRecord(hostile, hostile).toJson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=10", "?from=x", "?before=x", "?state=x", "?users=x"})
    @DisplayName("when a parameter is wrong, then 400 with a message, and no line")
    void badInput(String query) {
        HttpResponse<String> response = send(query);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(parse(response.body()).path("errorMessage").asText()).contains("arameter");
    }

    @Test
    @DisplayName("when somebody may not see it, then 403 before the first line")
    void forbidden() {
        mint("alice", "{\"a\":1}");
        HttpResponse<String> response =
                Bearer.of(realm, "alice").send("GET", "/admin/realms/" + realm.name() + "/consent-grants/export", null);
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).doesNotContain("\"id\"", "exported");
    }
}
