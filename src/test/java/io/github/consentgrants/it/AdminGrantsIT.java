package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given the grants of a realm, as an administrator reads them")
final class AdminGrantsIT {
    private static final String NOWHERE = "018bcfe5-6800-7000-8000-000000000000";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
        realm.update(Map.of("adminEventsEnabled", true, "adminEventsDetailsEnabled", true));
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private String path(String rest) {
        return "/realms/" + realm.name() + "/consent-grants" + rest;
    }

    private JsonNode list(String query) {
        return server.admin().get(path(query));
    }

    /** Opens a request in a fresh browser and decides. */
    private Page decide(RelyingParty app, String user, boolean authorize) {
        UserAgent agent = new UserAgent();
        Page page = Browser.signIn(agent, app.request(Map.of()), user);
        return authorize ? Browser.authorize(agent, page) : Browser.deny(agent, page);
    }

    private HttpResponse<String> send(String method, String rest) {
        return server.admin().send(method, path(rest), null);
    }

    @Test
    @DisplayName("when users decide, then the list has each decision, the newest first, with what became of it")
    void listed() {
        RelyingParty app = realm.app();
        decide(app, "bob", false);
        RelyingParty redeeming = realm.app();
        redeeming.tokens(decide(redeeming, "alice", true));
        decide(app, "alice", true);
        JsonNode grants = list("").path("grants");
        assertThat(grants)
                .extracting(grant -> grant.path("state").asText())
                .containsExactly("consumed", "redeemed", "denied");
        assertThat(grants)
                .extracting(grant -> grant.path("decision").asText())
                .containsExactly("granted", "granted", "denied");
        assertThat(list("").hasNonNull("next")).isFalse();
        String alice = grants.get(0).path("user").asText();
        assertThat(list("?user=" + alice).path("grants")).hasSize(2);
        assertThat(list("?user=nobody").path("grants")).isEmpty();
        assertThat(list("?client=" + grants.get(0).path("client").asText()).path("grants"))
                .hasSize(3);
        assertThat(list("?client=none").path("grants")).isEmpty();
        JsonNode one = server.admin().get(path("/" + grants.get(1).path("id").asText()));
        assertThat(((ObjectNode) one).remove("record")).isNotEmpty();
        assertThat(one).isEqualTo(grants.get(1));
        assertThat(one.path("redeemedAt").asLong())
                .isGreaterThanOrEqualTo(one.path("consumedAt").asLong());
        assertThat(grants.toString()).doesNotContain("ash", "oken", "igest");
    }

    private List<String> ids(String query) {
        return list(query).path("grants").findValuesAsText("id");
    }

    @Test
    @DisplayName("when the list is filtered, then it has what the filter names, and nothing else")
    void filtered() {
        decide(realm.app(), "bob", false);
        RelyingParty redeeming = realm.app();
        redeeming.tokens(decide(redeeming, "alice", true));
        decide(realm.publicApp(), "alice", true);
        JsonNode all = list("").path("grants");
        List<String> ids = all.findValuesAsText("id");
        send("POST", "/" + ids.get(0) + "/revoke");
        assertThat(ids("?decision=denied")).containsExactly(ids.get(2));
        assertThat(ids("?decision=granted")).containsExactly(ids.get(0), ids.get(1));
        assertThat(ids("?state=revoked")).containsExactly(ids.get(0));
        assertThat(ids("?state=redeemed")).containsExactly(ids.get(1));
        assertThat(ids("?state=denied&decision=denied")).containsExactly(ids.get(2));
        assertThat(ids("?state=denied&decision=granted")).isEmpty();
        assertThat(ids("?state=consumed")).isEmpty();
        assertThat(ids("?id=" + ids.get(1))).containsExactly(ids.get(1));
        assertThat(ids("?id=" + NOWHERE)).isEmpty();
        assertThat(ids("?client=" + realm.clientUuid("public-app"))).containsExactly(ids.get(0));
        String middle =
                Instant.ofEpochMilli(all.get(1).path("decidedAt").asLong()).toString();
        assertThat(ids("?from=" + middle)).containsExactly(ids.get(0), ids.get(1));
        assertThat(ids("?to=" + middle)).containsExactly(ids.get(2));
        String tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
        String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        assertThat(ids("?from=" + yesterday + "&to=" + tomorrow)).isEqualTo(ids);
        assertThat(ids("?to=" + yesterday)).isEmpty();
        assertThat(ids("?from=" + tomorrow)).isEmpty();
    }

    /** A table of an earlier version has rows without records. */
    @Test
    @DisplayName("when a grant has no record, then the list says so")
    void withoutRecord() {
        decide(realm.app(), "alice", true);
        realm.probe().call("mint", Map.of("REALM", realm.id()));
        JsonNode grants = list("").path("grants");
        assertThat(grants).extracting(grant -> grant.path("recorded").asText()).containsExactly("false", "true");
        assertThat(server.admin()
                        .get(path("/" + grants.get(0).path("id").asText()))
                        .has("record"))
                .isFalse();
    }

    @Test
    @DisplayName("when the list is read page by page while others decide, then each grant comes once")
    void paged() {
        List<String> decided = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            decide(realm.app(), "alice", true);
            decided.add(0, list("?limit=1").path("grants").get(0).path("id").asText());
        }
        List<String> seen = new ArrayList<>();
        String query = "?limit=2";
        while (!query.isEmpty()) {
            JsonNode page = list(query);
            page.path("grants").forEach(grant -> seen.add(grant.path("id").asText()));
            query = page.hasNonNull("next")
                    ? "?limit=2&before=" + page.path("next").asText()
                    : "";
            decide(realm.app(), "bob", true);
        }
        assertThat(seen).isEqualTo(decided);
    }

    @Test
    @DisplayName(
            "when a grant is revoked, then its code is not redeemed, it is said once in an admin event, and stays so")
    void revoked() throws Exception {
        RelyingParty app = realm.app();
        Page answer = decide(app, "alice", true);
        String id = list("").path("grants").get(0).path("id").asText();
        JsonNode revoked = Admin.JSON.readTree(ok(send("POST", "/" + id + "/revoke")));
        assertThat(revoked.path("state").asText()).isEqualTo("revoked");
        assertThat(revoked.path("revokedWhy").asText()).isEqualTo("administrator");
        assertThat(app.redeem(answer).indicatesSuccess()).isFalse();
        assertThat(Admin.JSON.readTree(ok(send("POST", "/" + id + "/revoke")))).isEqualTo(revoked);
        JsonNode events = server.admin().get("/realms/" + realm.name() + "/admin-events?operationTypes=ACTION");
        assertThat(events)
                .filteredOn(event -> event.path("resourcePath").asText().endsWith(id + "/revoke"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.path("representation").asText()).contains(id));
        assertThat(realm.events("REVOKE_GRANT")).singleElement().satisfies(event -> {
            assertThat(event.path("userId").asText()).isEqualTo(realm.userId("alice"));
            assertThat(event.path("clientId").asText()).isEqualTo(app.clientId());
            assertThat(event.path("details").path("consent_grant_id").asText()).isEqualTo(id);
            assertThat(event.path("details").path("consent_grant_revoked_why").asText())
                    .isEqualTo("administrator");
        });
    }

    /** The losers must not be told that the request was denied. */
    @Test
    @DisplayName(
            "when a grant is revoked by many at once, then each is told that it is revoked, and there is one admin event")
    void revokedAtOnce() {
        decide(realm.app(), "alice", true);
        String id = list("").path("grants").get(0).path("id").asText();
        List<HttpResponse<String>> answers = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> send("POST", "/" + id + "/revoke")))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(ok(answer)).contains("\"state\":\"revoked\""));
        assertThat(server.admin().get("/realms/" + realm.name() + "/admin-events?operationTypes=ACTION"))
                .filteredOn(event -> event.path("resourcePath").asText().endsWith(id + "/revoke"))
                .hasSize(1);
    }

    private static String ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    @Test
    @DisplayName("when the request was denied, then there is nothing to revoke")
    void denied() {
        decide(realm.app(), "alice", false);
        String id = list("").path("grants").get(0).path("id").asText();
        assertThat(send("POST", "/" + id + "/revoke").statusCode()).isEqualTo(409);
        assertThat(server.admin().get(path("/" + id)).path("state").asText()).isEqualTo("denied");
    }

    @Test
    @DisplayName("when a grant is another realm's, then the answer is that of one that is nowhere")
    void otherRealm() {
        try (TestRealm other = TestRealm.create(server)) {
            UserAgent agent = new UserAgent();
            Browser.authorize(agent, Browser.signIn(agent, other.app().request(Map.of()), "alice"));
            String id = server.admin()
                    .get("/realms/" + other.name() + "/consent-grants")
                    .path("grants")
                    .get(0)
                    .path("id")
                    .asText();
            for (String request : List.of("GET ", "GET /receipt", "POST /revoke")) {
                String method = request.substring(0, request.indexOf(' '));
                String rest = request.substring(request.indexOf(' ') + 1);
                HttpResponse<String> there = send(method, "/" + id + rest);
                HttpResponse<String> nowhere = send(method, "/" + NOWHERE + rest);
                assertThat(there.statusCode()).isEqualTo(404).isEqualTo(nowhere.statusCode());
                assertThat(there.body()).isEqualTo(nowhere.body());
            }
            assertThat(server.admin()
                            .get("/realms/" + other.name() + "/consent-grants/" + id)
                            .path("state")
                            .asText())
                    .isEqualTo("consumed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=1001",
                "?limit=x",
                "?limit=",
                "?limit=1&limit=2",
                "?before=x",
                "?before=" + NOWHERE + "%20",
                "?user=",
                "?state=x",
                "?state=GRANTED",
                "?state=",
                "?decision=authorized",
                "?id=x",
                "?from=yesterday",
                "?from=2026-02-30",
                "?from=2026-11-28T15:07:27",
                "?to=1700000000000",
                "?from=%2B999999999-01-01",
                "?from=2026-11-28&to=2026-11-28",
                "?user=a%0Ab",
                "?client=a%0Ab",
                "?User=x"
            })
    @DisplayName("when a parameter is wrong, then 400 with a message, as of Keycloak's own admin API")
    void badInput(String query) throws Exception {
        HttpResponse<String> response = send("GET", query);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Admin.JSON.readTree(response.body()).path("errorMessage").asText())
                .contains("arameter");
    }

    @Test
    @DisplayName("when an id cannot be one, then 400 or 404 with a message, and the database is not asked")
    void impossibleIds() {
        String tooLong = "x".repeat(256);
        for (String call : List.of(
                "GET ?user=" + tooLong,
                "GET /export?client=" + tooLong,
                "GET /export?user=a%0Ab",
                "DELETE /users/a%0Ab",
                "DELETE /users/" + tooLong)) {
            String[] parts = call.split(" ", 2);
            HttpResponse<String> response = send(parts[0], parts[1]);
            assertThat(response.statusCode()).as(call).isEqualTo(400);
            assertThat(response.body()).as(call).contains("errorMessage");
        }
        // A null character in a query stops at Keycloak's own filter.
        assertThat(send("GET", "?user=%00").statusCode()).isEqualTo(400);
        assertThat(send("DELETE", "/users/%00").statusCode()).isEqualTo(400);
        for (String call : List.of("GET /%00", "GET /%00/receipt", "POST /%00/revoke", "GET /" + tooLong)) {
            String[] parts = call.split(" ", 2);
            assertThat(send(parts[0], parts[1]).statusCode()).as(call).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, ''",
        "GET, /export",
        "GET, /x",
        "GET, /" + NOWHERE,
        "GET, /x/receipt",
        "GET, /" + NOWHERE + "/receipt",
        "POST, /x/revoke",
        "POST, /" + NOWHERE + "/revoke"
    })
    @DisplayName("when somebody asks, then only with the roles for users of this very realm")
    void roles(String method, String rest) {
        String path = "/admin" + path(rest);
        int allowed = rest.isEmpty() || "/export".equals(rest) ? 200 : 404;
        boolean writes = "POST".equals(method);
        assertThat(status(Bearer.none(realm), method, path)).isEqualTo(401);
        assertThat(status(Bearer.of(realm, "alice"), method, path)).isEqualTo(403);
        realm.addClientRole("alice", "realm-management", "view-users");
        assertThat(status(Bearer.of(realm, "alice"), method, path)).isEqualTo(writes ? 403 : allowed);
        realm.addClientRole("alice", "realm-management", "manage-users");
        assertThat(status(Bearer.of(realm, "alice"), method, path)).isEqualTo(allowed);
        try (TestRealm other = TestRealm.create(server)) {
            other.addClientRole("alice", "realm-management", "manage-users");
            assertThat(status(Bearer.of(other, "alice"), method, path)).isEqualTo(403);
        }
    }

    private static int status(Bearer bearer, String method, String path) {
        return bearer.send(method, path, null).statusCode();
    }
}
