package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.KeycloakNode;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Keycloak drops a parameter of more than 2,000 characters, unless the server is told otherwise. What is pushed here is near the
 * most that goes through: Keycloak takes 131,072 bytes of an attribute of a form, and the clients of this test take 393,216 bytes
 * of response headers, where Keycloak's cookie KC_RESTART holds a request 3.6 times as long.
 */
@DisplayName(
        "Given names that attack, and authorization details of 100 kB, on a server that takes parameters of this size")
final class HostileRecordIT {
    private static final String OIDC = "--spi-login-protocol--openid-connect--";
    private static final String MARKUP = "</script><img src=x onerror=alert(1)>\"}],{'--";
    private static final String NAME =
            "Shop " + MARKUP + "\u0001\u0007\u001b[31m\r\n\u0085\u200b\u202e\u2028\u2066 end";
    private static final int DETAILS = 20;
    private static final int FIELDS = 11;
    private static final int SIZE = 100_000;
    private static final int MAX_SIZE = 120_000;
    private static final int MAX_ATTRIBUTE = 131_072;
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static KeycloakCluster server;
    private final UserAgent agent = new UserAgent();
    private TestRealm realm;

    @BeforeAll
    static void startServer() {
        server = KeycloakCluster.empty(
                Map.of(),
                List.of(
                        KeycloakNode.ALONE,
                        OIDC + "add-req-params-max-size=" + MAX_SIZE,
                        OIDC + "add-req-params-fail-fast=true"));
        server.add(KeycloakServer.productionJar()).start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    /** As many objects as the page shows, with values that are almost as long as it shows. */
    private static String details() {
        ArrayNode all = Admin.JSON.createArrayNode();
        for (int i = 0; i < DETAILS; i++) {
            ObjectNode one = all.addObject().put("type", "probe");
            for (int field = 0; field < FIELDS; field++) {
                one.put("field" + field, MARKUP + "\u0007\r\n\u202e" + "x".repeat(386));
            }
        }
        return all.toString();
    }

    private HttpResponse<String> get(String rest) {
        HttpResponse<String> response =
                server.admin().send("GET", "/realms/" + realm.name() + "/consent-grants" + rest, null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        // A terminal, a log or a table sees no control character, whatever is in the record.
        assertThat(response.body().chars().filter(character -> character != '\n'))
                .allMatch(character -> character >= ' ' && character < 0x7f);
        return response;
    }

    private static JsonNode parse(String json) {
        try {
            return Admin.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json, e);
        }
    }

    /** Reads the one grant of the realm in every way, and returns its record, which is the same in all of them. */
    private JsonNode record() throws Exception {
        JsonNode listed = parse(get("").body()).path("grants").path(0);
        String id = listed.path("id").asText();
        JsonNode record = parse(get("/" + id).body()).path("record");
        assertThat(listed.path("recorded").asBoolean()).isTrue();
        assertThat(listed.has("record")).isFalse();

        List<String> lines = get("/export").body().lines().toList();
        assertThat(lines).hasSize(2).last().isEqualTo("{\"exported\":1}");
        assertThat(parse(lines.get(0)).path("record")).isEqualTo(record);

        JsonNode receipt = ReceiptIT.verify(get("/" + id + "/receipt").body(), ReceiptIT.keys(server, realm.name()));
        assertThat(receipt.path("record")).isEqualTo(record);
        return record;
    }

    private Page authorize(RelyingParty app, Page consent) {
        assertThat(consent.isConsent()).as(consent.text()).isTrue();
        Page end = Browser.authorize(agent, consent);
        app.redeem(end).toSuccessResponse();
        return end;
    }

    @Test
    @DisplayName(
            "when the client's name has markup and control characters, then record, list, export and receipt have it as it was shown")
    void clientName() throws Exception {
        realm.updateClient("app", Map.of("name", NAME));
        RelyingParty app = realm.app();
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        authorize(app, consent);
        String recorded = record().path("client").path("name").asText();
        assertThat(recorded).startsWith("Shop " + MARKUP).endsWith(" end");
        assertThat(consent.document().body().text()).contains(recorded.replaceAll(" +", " "));
        assertThat(recorded.codePoints())
                .noneMatch(Character::isISOControl)
                .noneMatch(character -> Character.getType(character) == Character.FORMAT);
    }

    @Test
    @DisplayName(
            "when 100 kB are pushed, then the page shows all, the sign-in succeeds, and the record says what was cut and its digest")
    void largeDetails() throws Exception {
        String details = details();
        assertThat(details.length()).isBetween(SIZE, MAX_SIZE);
        JsonNode personal = authorized(details).path("personal");
        assertThat(personal.path("cut"))
                .extracting(JsonNode::asText)
                .containsExactly("authorizationDetails", "details");
        String kept = ASCII.writeValueAsString(details);
        assertThat(personal.path("authorizationDetails").path("length").asInt()).isEqualTo(kept.length());
        assertThat(personal.path("authorizationDetails").path("sha256").asText())
                .isEqualTo(Digests.sha256Hex(kept));
        assertThat(personal.path("details").path("length").asInt()).isGreaterThan(SIZE);
        assertThat(personal.path("redirectUri").asText()).isEqualTo(RelyingParty.REDIRECT_URI);
    }

    private JsonNode authorized(String details) throws Exception {
        RelyingParty app = realm.app();
        String requestUri = app.push(Map.of("authorization_details", details));
        Page consent = Browser.signIn(agent, app.pushed(requestUri), "alice");
        assertThat(consent.document().select(".cg-details dd")).hasSize(DETAILS * FIELDS);
        authorize(app, consent);
        return record();
    }

    private Page push(int size) {
        Map<String, String> parameters = realm.app()
                .parameters(
                        URI.create(RelyingParty.REDIRECT_URI),
                        Map.of("client_secret", "secret", "authorization_details", "x".repeat(size)));
        URI endpoint = server.baseUrl().resolve("/realms/" + realm.name() + "/protocol/openid-connect/ext/par/request");
        return agent.send("POST", endpoint, UserAgent.encode(parameters));
    }

    @Test
    @DisplayName("when more is pushed than the server takes, then it is refused, and what was decided stays as it is")
    void tooLarge() throws Exception {
        JsonNode record = authorized(details());
        Page beyondOption = push(MAX_SIZE + 1);
        assertThat(beyondOption.status()).isEqualTo(400);
        assertThat(beyondOption.response().body()).contains("invalid_request").doesNotContain("xxx");
        Page beyondForm = push(MAX_ATTRIBUTE + 1);
        assertThat(beyondForm.status()).isEqualTo(413);
        assertThat(beyondForm.response().body()).doesNotContain("xxx", "\tat ");
        assertThat(record()).isEqualTo(record);
        assertThat(push(SIZE).status()).isEqualTo(201);
    }
}
