package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given the record of a decision")
final class RecordIT {
    private static final String DETAILS =
            "[{\"type\":\"payment_initiation\",\"instructedAmount\":{\"currency\":\"EUR\",\"amount\":\"12.50\"},"
                    + "\"creditorName\":\"Bakery \u00dcber\"}]";
    private static final String CLAIMS = "{\"userinfo\":{\"birthdate\":null}}";
    private static final String USER_AGENT = "RecordIT/1.0";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private JsonNode newest() {
        String path = "/realms/" + realm.name() + "/consent-grants";
        String id = server.admin()
                .get(path + "?limit=1")
                .path("grants")
                .get(0)
                .path("id")
                .asText();
        return server.admin().get(path + "/" + id);
    }

    private Page authorize(RelyingParty app, Map<String, String> parameters) {
        Page page = agent.open(app.request(parameters));
        assertThat(page.isRedirect()).as(() -> page.location().toString()).isFalse();
        Page consent = page.isConsent() ? page : Browser.password(agent, page, "alice");
        return Browser.authorize(agent, consent);
    }

    private JsonNode authorizeAndGet(Map<String, String> parameters) {
        assertThat(Browser.hasCode(authorize(realm.app(), parameters))).isTrue();
        return newest();
    }

    private static void requireValid(JsonNode record) throws IOException {
        JsonNode schema = Admin.JSON.readTree(Files.readString(Path.of("docs", "record-v1.schema.json")));
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(schema)
                        .validate(record))
                .isEmpty();
    }

    @Test
    @DisplayName("when a user authorizes, then it has what was shown and decided, in words and as it was sent")
    void authorized() throws Exception {
        realm.updateClient("app", Map.of("name", "Shop <b>&"));
        JsonNode grant = authorizeAndGet(Map.of("authorization_details", DETAILS, "claims", CLAIMS));
        JsonNode record = grant.path("record");
        requireValid(record);
        assertThat(record.path("id")).isEqualTo(grant.path("id"));
        assertThat(record.path("decision").asText()).isEqualTo("granted");
        assertThat(Duration.between(
                                Instant.parse(record.path("decidedAt").asText()),
                                Instant.ofEpochMilli(grant.path("decidedAt").asLong()))
                        .abs())
                .isLessThan(Duration.ofSeconds(5));
        assertThat(record.path("realm").path("id").asText()).isEqualTo(realm.id());
        assertThat(record.path("realm").path("issuer").asText()).endsWith("/realms/" + realm.name());
        assertThat(record.path("client").path("uuid")).isEqualTo(grant.path("client"));
        assertThat(record.path("client").path("id").asText()).isEqualTo("app");
        assertThat(record.path("client").path("name").asText()).isEqualTo("Shop <b>&");
        assertThat(record.path("scopeNames")).extracting(JsonNode::asText).contains("email", "profile");
        assertThat(record.path("redirect").path("host").asText()).isNotEmpty();
        assertThat(record.path("lifetime").path("approval").asText()).isEqualTo("2 minutes");
        assertThat(record.path("wording").path("locale").asText()).isEqualTo("en");
        assertThat(record.path("codeChallengeMethod").asText()).isEqualTo("S256");
        JsonNode personal = record.path("personal");
        assertThat(personal.path("subject")).isEqualTo(grant.path("user"));
        assertThat(personal.path("session").asText())
                .isEqualTo(realm.sessions("alice").get(0).path("id").asText());
        assertThat(personal.path("authentication").path("acr").asText()).isEqualTo("1");
        assertThat(personal.path("authentication").path("singleSignOn").asBoolean())
                .isFalse();
        assertThat(personal.path("redirectUri").asText()).isEqualTo(RelyingParty.REDIRECT_URI);
        assertThat(personal.path("authorizationDetails").asText()).isEqualTo(DETAILS);
        assertThat(personal.path("details").toString()).contains("12.50 EUR", "Bakery \u00dcber");
        assertThat(personal.path("claimsParameter").asText()).isEqualTo(CLAIMS);
        assertThat(personal.path("claims")).hasSize(1);
        assertThat(personal.path("scopes")).isNotEmpty();
        // Nobody switched them on.
        assertThat(personal.has("address") || personal.has("userAgent") || personal.has("account"))
                .isFalse();
        assertThat(record.toString()).doesNotContain("alice@example.com");
    }

    @Test
    @DisplayName("when it is read, then its text is the one that is kept, and the digest in it is true")
    void verbatim() {
        authorize(realm.app(), Map.of("authorization_details", DETAILS));
        String id = newest().path("id").asText();
        String body = server.admin()
                .send("GET", "/realms/" + realm.name() + "/consent-grants/" + id, null)
                .body();
        String personal =
                body.substring(body.indexOf("\"personal\":") + "\"personal\":".length(), body.lastIndexOf("}}"));
        assertThat(personal).contains("Bakery \\u00DCber");
        assertThat(body).contains("\"personalDigest\":\"" + Digests.sha256Hex(personal) + "\"");
    }

    @Test
    @DisplayName("when a user denies, then it says so")
    void denied() throws Exception {
        Browser.deny(agent, Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
        JsonNode grant = newest();
        requireValid(grant.path("record"));
        assertThat(grant.path("record").path("decision").asText()).isEqualTo("denied");
        assertThat(grant.path("state").asText()).isEqualTo("denied");
        assertThat(grant.has("revokedAt")).isFalse();
    }

    @Test
    @DisplayName("when the user had signed in before, then it says when, as the ID token does")
    void singleSignOn() throws Exception {
        RelyingParty first = realm.app();
        first.tokens(authorize(first, Map.of()));
        RelyingParty second = realm.app();
        long time = second.tokens(authorize(second, Map.of()))
                .getIDToken()
                .getJWTClaimsSet()
                .getLongClaim("auth_time");
        JsonNode authentication = newest().path("record").path("personal").path("authentication");
        assertThat(authentication.path("singleSignOn").asBoolean()).isTrue();
        assertThat(authentication.path("acr").asText()).isEqualTo("0");
        assertThat(Instant.parse(authentication.path("at").asText()).getEpochSecond())
                .isEqualTo(time);
    }

    @Test
    @DisplayName(
            "when it is searched, then it has no code, no secret of the browser and nothing that only the client knows")
    void noSecret() {
        RelyingParty app = realm.app();
        Page answer = authorize(app, Map.of("state", "state-of-the-client", "nonce", "nonce-of-the-client"));
        String record = newest().path("record").toString();
        assertThat(record)
                .doesNotContain(
                        RelyingParty.code(answer), app.codeVerifier(), "state-of-the-client", "nonce-of-the-client");
        assertThat(agent.cookies().values())
                .filteredOn(cookie -> cookie.length() > 8)
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(record).doesNotContain(cookie));
    }

    @Test
    @DisplayName(
            "when the realm wants browser and values, then it has them; when it wants no record, then there is none")
    void settings() throws Exception {
        agent.sendAlso("User-Agent", USER_AGENT);
        realm.configure(Map.of("record-browser", "true", "record-claim-values", "true", "claim-values", "true"));
        JsonNode record = authorizeAndGet(Map.of()).path("record");
        requireValid(record);
        JsonNode personal = record.path("personal");
        assertThat(personal.path("userAgent").asText()).contains(USER_AGENT);
        assertThat(personal.path("address").asText()).matches("[0-9a-f.:]+");
        assertThat(personal.path("account").path("username").asText()).isEqualTo("alice");
        assertThat(personal.path("scopes").toString()).contains("alice@example.com");

        realm.configure(Map.of("record-claim-values", "false", "record-browser", "false"));
        assertThat(authorizeAndGet(Map.of()).path("record").toString())
                .doesNotContain("alice@example.com", USER_AGENT, "\"address\"");

        realm.configure(Map.of("record", "none"));
        JsonNode without = authorizeAndGet(Map.of());
        assertThat(without.has("record")).isFalse();
        assertThat(without.path("recorded").asBoolean()).isFalse();
        assertThat(without.path("state").asText()).isEqualTo("consumed");
    }

    @Test
    @DisplayName("when names and requests are hostile, then they are in it as they were shown, and the JSON is sound")
    void hostile() throws Exception {
        realm.updateClient("app", Map.of("name", "<script>\u202e\u0007\"}]\\',--\u2028\ud83d\ude00"));
        String details = "[{\"type\":\"probe\",\"a\\u0000\\u202e<b>\":\"'\\\"}]\\\\--\\u0000\ud83d\ude00\"}]";
        JsonNode grant = authorizeAndGet(Map.of("authorization_details", details));
        requireValid(grant.path("record"));
        assertThat(grant.path("record").path("client").path("name").asText())
                .startsWith("<script>\ufffd")
                .endsWith("\ud83d\ude00");
        assertThat(grant.path("record")
                        .path("personal")
                        .path("authorizationDetails")
                        .asText())
                .isEqualTo(details);
    }
}
