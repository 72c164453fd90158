package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a user's own approvals, over REST with the user's access token")
final class MyApprovalsApiIT {
    private static final String NOWHERE = "018bcfe5-6800-7000-8000-000000000000";
    private static final String ORIGIN = "https://app.example";

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

    private String path(String rest) {
        return "/realms/" + realm.name() + "/consent-grants/api" + rest;
    }

    private Bearer with(String user, String... roles) {
        for (String role : roles) {
            realm.addClientRole(user, "account", role);
        }
        return Bearer.of(realm, user);
    }

    private Page decide(RelyingParty app, String user, boolean authorize) {
        UserAgent agent = new UserAgent();
        Page page = Browser.signIn(agent, app.request(Map.of()), user);
        return authorize ? Browser.authorize(agent, page) : Browser.deny(agent, page);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Admin.JSON.readTree(response.body());
    }

    @Test
    @DisplayName("when a user reads, then the answer has the user's approvals with their records, and no others")
    void reads() throws Exception {
        RelyingParty app = realm.app();
        app.tokens(decide(app, "alice", true));
        decide(realm.app(), "bob", true);
        decide(realm.app(), "alice", false);
        Bearer alice = with("alice", "view-consent");
        JsonNode grants = json(alice.send("GET", path(""), null)).path("grants");
        assertThat(grants).extracting(grant -> grant.path("state").asText()).containsExactly("denied", "redeemed");
        assertThat(grants).allSatisfy(grant -> {
            assertThat(grant.path("user").asText()).isEqualTo(realm.userId("alice"));
            assertThat(grant.path("record").path("client").path("name").asText())
                    .isEqualTo("Test App");
        });
        String id = grants.get(1).path("id").asText();
        assertThat(json(alice.send("GET", path("/" + id), null))).isEqualTo(grants.get(1));
        HttpResponse<String> receipt = alice.send("GET", path("/" + id + "/receipt"), null);
        assertThat(receipt.headers().firstValue("Content-Type")).contains("application/consent-receipt+jwt");
        assertThat(receipt.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(receipt.body())
                .isEqualTo(server.admin()
                        .send("GET", "/realms/" + realm.name() + "/consent-grants/" + id + "/receipt", null)
                        .body());
    }

    @Test
    @DisplayName("when the list is read page by page, then each approval comes once")
    void paged() throws Exception {
        for (int i = 0; i < 5; i++) {
            decide(realm.app(), "alice", true);
        }
        Bearer alice = with("alice", "view-consent");
        List<String> seen = new ArrayList<>();
        String query = "?limit=2";
        while (!query.isEmpty()) {
            JsonNode page = json(alice.send("GET", path(query), null));
            seen.addAll(page.path("grants").findValues("id").stream()
                    .map(JsonNode::asText)
                    .filter(id -> !seen.contains(id))
                    .toList());
            assertThat(page.path("grants").size()).isLessThanOrEqualTo(2);
            query = page.hasNonNull("next")
                    ? "?limit=2&before=" + page.path("next").asText()
                    : "";
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=101", "?limit=x", "?limit=1&limit=2", "?before=x", "?user=bob"})
    @DisplayName("when a parameter is wrong, then it is said")
    void wrongParameters(String query) {
        HttpResponse<String> answer = with("alice", "view-consent").send("GET", path(query), null);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("errorMessage");
    }

    @ParameterizedTest
    @CsvSource({
        "view-consent, 200, 403",
        "manage-consent, 200, 200",
        "manage-account, 200, 200",
        "view-profile, 403, 403",
        "view-applications, 403, 403"
    })
    @DisplayName("when the token has a role, then it can do what the account API lets it do with consents")
    void roles(String role, int read, int revoke) throws Exception {
        decide(realm.app(), "alice", true);
        String id = server.admin()
                .get("/realms/" + realm.name() + "/consent-grants")
                .path("grants")
                .get(0)
                .path("id")
                .asText();
        Bearer alice = with("alice", role);
        assertThat(alice.send("GET", path(""), null).statusCode()).isEqualTo(read);
        assertThat(alice.send("GET", path("/" + id), null).statusCode()).isEqualTo(read);
        assertThat(alice.send("GET", path("/" + id + "/receipt"), null).statusCode())
                .isEqualTo(read);
        assertThat(alice.send("POST", path("/" + id + "/revoke"), null).statusCode())
                .isEqualTo(revoke);
        assertThat(state(id)).isEqualTo(revoke == 200 ? "revoked" : "consumed");
    }

    private String state(String id) {
        return server.admin()
                .get("/realms/" + realm.name() + "/consent-grants/" + id)
                .path("state")
                .asText();
    }

    @Test
    @DisplayName("when an approval is taken back, then its code is refused, it is said in one event, and stays so")
    void revokes() throws Exception {
        RelyingParty app = realm.app();
        Page answer = decide(app, "alice", true);
        decide(realm.app(), "alice", false);
        Bearer alice = with("alice", "manage-consent");
        JsonNode grants = json(alice.send("GET", path(""), null)).path("grants");
        String id = grants.get(1).path("id").asText();
        JsonNode revoked = json(alice.send("POST", path("/" + id + "/revoke"), null));
        assertThat(revoked.path("state").asText()).isEqualTo("revoked");
        assertThat(revoked.path("revokedWhy").asText()).isEqualTo("user");
        assertThat(app.redeem(answer).indicatesSuccess()).isFalse();
        assertThat(json(alice.send("POST", path("/" + id + "/revoke"), null))).isEqualTo(revoked);
        assertThat(realm.events("REVOKE_GRANT")).hasSize(1);
        String denied = grants.get(0).path("id").asText();
        assertThat(alice.send("POST", path("/" + denied + "/revoke"), null).statusCode())
                .isEqualTo(409);
    }

    @Test
    @DisplayName("when an approval is another user's, then it is answered exactly as one that does not exist")
    void ofAnother() {
        decide(realm.app(), "alice", true);
        String id = server.admin()
                .get("/realms/" + realm.name() + "/consent-grants")
                .path("grants")
                .get(0)
                .path("id")
                .asText();
        Bearer bob = with("bob", "manage-consent");
        for (String call : List.of("GET ID", "GET ID/receipt", "POST ID/revoke")) {
            String[] parts = call.split(" ", 2);
            HttpResponse<String> existing = bob.send(parts[0], path("/" + parts[1].replace("ID", id)), null);
            HttpResponse<String> unknown = bob.send(parts[0], path("/" + parts[1].replace("ID", NOWHERE)), null);
            assertThat(existing.statusCode()).isEqualTo(404);
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(existing.body()).isEqualTo(unknown.body());
        }
        assertThat(state(id)).isEqualTo("consumed");
    }

    @Test
    @DisplayName("when there is no token, or one that is not for the account, then nothing is answered")
    void noToken() {
        assertThat(Bearer.none(realm).send("GET", path(""), null).statusCode()).isEqualTo(401);
        // Without any role of the account client the token has another audience.
        assertThat(Bearer.of(realm, "bob").send("GET", path(""), null).statusCode())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("when the realm demands https, or has no account client, then nothing is answered")
    void unusable() {
        Bearer alice = with("alice", "view-consent");
        realm.update(Map.of("sslRequired", "all"));
        assertThat(alice.send("GET", path(""), null).statusCode()).isEqualTo(403);
        realm.update(Map.of("sslRequired", "none"));
        realm.updateClient("account", Map.of("enabled", false));
        assertThat(alice.send("GET", path(""), null).statusCode()).isEqualTo(404);
    }

    /** The origins are those of the client that the token was issued for, as for the account API. */
    @Test
    @DisplayName("when a browser of an allowed origin calls, then it may read the answer, and one of another may not")
    void crossOrigin() throws Exception {
        realm.updateClient("admin-cli", Map.of("webOrigins", List.of(ORIGIN)));
        String token = token("alice", "view-consent");
        HttpResponse<String> allowed = call("GET", path(""), token, ORIGIN);
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
        HttpResponse<String> absent = call("GET", path("/" + NOWHERE), token, ORIGIN);
        assertThat(absent.statusCode()).isEqualTo(404);
        HttpResponse<String> account = call("GET", "/realms/" + realm.name() + "/account/applications", token, ORIGIN);
        assertThat(absent.headers().firstValue("Access-Control-Allow-Origin"))
                .isEqualTo(account.headers().firstValue("Access-Control-Allow-Origin"));
        HttpResponse<String> other = call("GET", path(""), token, "https://evil.example");
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        HttpResponse<String> preflight = call("OPTIONS", path("/" + NOWHERE + "/revoke"), null, ORIGIN);
        HttpResponse<String> ofAccount =
                call("OPTIONS", "/realms/" + realm.name() + "/account/applications/x/consent", null, ORIGIN);
        assertThat(preflight.statusCode()).isEqualTo(200);
        for (String header : List.of(
                "Access-Control-Allow-Origin",
                "Access-Control-Allow-Methods",
                "Access-Control-Allow-Headers",
                "Access-Control-Allow-Credentials",
                "Access-Control-Max-Age")) {
            assertThat(preflight.headers().firstValue(header))
                    .as(header)
                    .isPresent()
                    .isEqualTo(ofAccount.headers().firstValue(header));
        }
    }

    /** The cookie of a browser opens nothing here, so that there is nothing to forge. */
    @Test
    @DisplayName("when a browser brings only its cookies, then the API does not know it")
    void cookies() {
        UserAgent agent = new UserAgent();
        Browser.authorize(agent, Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
        assertThat(agent.send("GET", server.baseUrl().resolve(path("")), null).status())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("when an administrator impersonates the user, then the token reads and takes nothing back")
    void impersonated() throws Exception {
        decide(realm.app(), "alice", true);
        realm.addClientRole("alice", "account", "manage-consent");
        UserAgent admin = new UserAgent();
        admin.accept(server.admin()
                .send(
                        "POST",
                        "/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/impersonation",
                        Map.of()));
        RelyingParty plain = realm.plain();
        realm.updateClient("plain", Map.of("fullScopeAllowed", true));
        String token = plain.tokens(admin.open(plain.request(Map.of())))
                .getAccessToken()
                .getValue();
        JsonNode grants = json(call("GET", path(""), token, null)).path("grants");
        String id = grants.get(0).path("id").asText();
        HttpResponse<String> refused = call("POST", path("/" + id + "/revoke"), token, null);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Only the user");
        assertThat(state(id)).isEqualTo("consumed");
    }

    @Test
    @DisplayName("when the token is a lightweight one, then its roles are found all the same")
    void lightweight() throws Exception {
        Bearer.of(realm, "alice");
        realm.addClientRole("alice", "account", "view-consent");
        realm.updateAttributes("admin-cli", Map.of("client.use.lightweight.access.token.enabled", "true"));
        assertThat(call("GET", path(""), passwordToken("alice"), null).statusCode())
                .isEqualTo(200);
    }

    /** As docs/my-approvals.md says. */
    @Test
    @DisplayName(
            "when a client without flows is displayed always, then the account console's applications link the page")
    void linkedFromTheAccountConsole() throws Exception {
        server.admin()
                .post(
                        "/realms/" + realm.name() + "/clients",
                        Map.of(
                                "clientId",
                                "my-approvals",
                                "name",
                                "My approvals",
                                "publicClient",
                                true,
                                "standardFlowEnabled",
                                false,
                                "directAccessGrantsEnabled",
                                false,
                                "alwaysDisplayInConsole",
                                true,
                                "rootUrl",
                                "${authBaseUrl}",
                                "baseUrl",
                                "/realms/" + realm.name() + "/consent-grants"));
        JsonNode applications = json(with("alice", "view-applications")
                .send("GET", "/realms/" + realm.name() + "/account/applications", null));
        assertThat(applications)
                .filteredOn(application -> application.path("clientId").asText().equals("my-approvals"))
                .singleElement()
                .satisfies(application -> {
                    String link = application.path("effectiveUrl").asText();
                    UserAgent agent = new UserAgent();
                    Page page =
                            Browser.password(agent, agent.open(server.baseUrl().resolve(link)), "alice");
                    assertThat(page.document().getElementById("kc-consent-mine"))
                            .isNotNull();
                    assertThat(link).endsWith("/realms/" + realm.name() + "/consent-grants");
                });
    }

    private String token(String user, String role) {
        with(user, role);
        return passwordToken(user);
    }

    private String passwordToken(String user) {
        return new Client(realm, Map.of("client_id", "admin-cli"))
                .token("password", Map.of("username", user, "password", user))
                .text("access_token");
    }

    private HttpResponse<String> call(String method, String path, String token, String origin) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.baseUrl().resolve(path))
                .header("Accept", "application/json")
                .method(method, BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (method.equals("OPTIONS")) {
            request.header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "authorization");
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
