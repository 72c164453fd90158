package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.DefaultJOSEProcessor;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Keycloak;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given the receipt of a decision")
final class ReceiptIT {
    private static final String TYPE = "consent-receipt+jwt";
    private static final String KEYS = "org.keycloak.keys.KeyProvider";

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
        return "/realms/" + realm.name() + "/consent-grants" + rest;
    }

    private static Page decide(RelyingParty app, boolean authorize) {
        UserAgent agent = new UserAgent();
        Page page = Browser.signIn(agent, app.request(Map.of()), "alice");
        return authorize ? Browser.authorize(agent, page) : Browser.deny(agent, page);
    }

    private String newest() {
        return server.admin()
                .get(path("?limit=1"))
                .path("grants")
                .get(0)
                .path("id")
                .asText();
    }

    private String authorized() {
        decide(realm.app(), true);
        return newest();
    }

    private String receipt(String id) {
        HttpResponse<String> response = server.admin().send("GET", path("/" + id + "/receipt"), null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/" + TYPE));
        return response.body();
    }

    private JWKSet keys(String realmName) throws Exception {
        return keys(server, realmName);
    }

    static JWKSet keys(Keycloak server, String realmName) throws Exception {
        return JWKSet.load(server.baseUrl()
                .resolve("/realms/" + realmName + "/protocol/openid-connect/certs")
                .toURL());
    }

    /** What whoever has a receipt does: with the keys in hand, and no server. */
    static JsonNode verify(String receipt, JWKSet keys) throws Exception {
        DefaultJOSEProcessor<SecurityContext> processor = new DefaultJOSEProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(TYPE)));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), new ImmutableJWKSet<>(keys)));
        return Admin.JSON.readTree(processor.process(receipt, null).toString());
    }

    private JsonNode verified(String id) throws Exception {
        return verify(receipt(id), keys(realm.name()));
    }

    private static String text(String receipt) {
        return new String(Base64.getUrlDecoder().decode(receipt.split("\\.", -1)[1]), StandardCharsets.US_ASCII);
    }

    private static JWSHeader header(String receipt) throws Exception {
        return JWSObject.parse(receipt).getHeader();
    }

    private static List<String> states(JsonNode receipt) {
        return receipt.path("events").findValuesAsText("event_state");
    }

    @Test
    @DisplayName("when it is read, then it has the record letter for letter, true digests, who and when, and is signed")
    void content() throws Exception {
        realm.updateClient("app", Map.of("name", "<script>\u202e\u0007\"}]\ud83d\ude00"));
        String id = authorized();
        String receipt = receipt(id);
        assertThat(header(receipt).getType().getType()).isEqualTo(TYPE);
        assertThat(header(receipt).getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);

        JsonNode read = verify(receipt, keys(realm.name()));
        JsonNode schema = Admin.JSON.readTree(Files.readString(Path.of("docs", "receipt-v1.schema.json")));
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(schema)
                        .validate(read))
                .isEmpty();
        JsonNode grant = server.admin().get(path("/" + id));
        assertThat(read.path("record")).isEqualTo(grant.path("record"));
        assertThat(read.path("record_id").asText()).isEqualTo(id);
        assertThat(read.path("pii_principal_id").asText()).isEqualTo(realm.userId("alice"));
        assertThat(read.path("erased").asBoolean()).isFalse();
        assertThat(read.at("/pii_processing/purposes").findValuesAsText("purpose"))
                .contains("email", "profile");
        assertThat(read.at("/party_identification/0/party_url").asText()).endsWith("/realms/" + realm.name());
        assertThat(read.at("/party_identification/1/client_id").asText()).isEqualTo("app");
        assertThat(read.at("/party_identification/1/party_name").asText()).startsWith("<script>");
        assertThat(states(read)).containsExactly("granted", "consumed");

        String whole = text(receipt);
        String record = whole.substring(whole.indexOf("\"record\":{") + "\"record\":".length(), whole.length() - 1);
        int at = record.indexOf(",\"personal\":");
        assertThat(read.at("/digests/content").asText()).isEqualTo(Digests.sha256Hex(record.substring(0, at) + "}"));
        assertThat(read.at("/digests/personal").asText())
                .isEqualTo(Digests.sha256Hex(record.substring(at + ",\"personal\":".length(), record.length() - 1)));
    }

    @Test
    @DisplayName("when it is asked for twice, then it is the same, and no admin event is made")
    void twice() {
        realm.update(Map.of("adminEventsEnabled", true));
        String id = authorized();
        assertThat(receipt(id)).isEqualTo(receipt(id));
        assertThat(server.admin().get("/realms/" + realm.name() + "/admin-events"))
                .noneSatisfy(
                        event -> assertThat(event.path("resourcePath").asText()).contains("receipt"));
    }

    @Test
    @DisplayName("when the grant is redeemed, revoked and erased, then it says so, and its digests stay")
    void states() throws Exception {
        RelyingParty app = realm.app();
        Page answer = decide(app, true);
        String id = newest();
        JsonNode first = verified(id);
        app.tokens(answer);
        assertThat(states(verified(id))).containsExactly("granted", "consumed", "redeemed");
        server.admin().post(path("/" + id + "/revoke"), null);
        JsonNode revoked = verified(id);
        assertThat(states(revoked)).containsExactly("granted", "consumed", "redeemed", "revoked");
        assertThat(revoked.at("/events/3/reason").asText()).isEqualTo("administrator");
        assertThat(revoked.path("record")).isEqualTo(first.path("record"));

        String alice = realm.userId("alice");
        server.admin().delete(path("/users/" + alice));
        JsonNode erased = verified(id);
        assertThat(erased.path("erased").asBoolean()).isTrue();
        assertThat(erased.path("pii_principal_id").asText()).startsWith("removed:");
        assertThat(erased.toString()).doesNotContain(alice, "\"personal\":{", RelyingParty.REDIRECT_URI);
        assertThat(erased.path("digests")).isEqualTo(first.path("digests"));
        assertThat(states(erased)).endsWith("revoked");
    }

    @Test
    @DisplayName("when the user denied, then it says so")
    void denied() throws Exception {
        decide(realm.app(), false);
        assertThat(states(verified(newest()))).containsExactly("denied");
    }

    @Test
    @DisplayName(
            "when the grant has no record, then there is none, and the message tells it from a grant that is nowhere")
    void withoutRecord() {
        String id = realm.probe()
                .call("mint", Map.of("REALM", realm.id()))
                .path("page")
                .asText();
        realm.configure(Map.of("record", "none"));
        for (String without : List.of(id, authorized())) {
            HttpResponse<String> response = server.admin().send("GET", path("/" + without + "/receipt"), null);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("errorMessage", "no record");
        }
    }

    private void addKey(String provider, Map<String, List<String>> config) {
        server.admin()
                .post(
                        "/realms/" + realm.name() + "/components",
                        Map.of(
                                "name",
                                "new " + provider,
                                "providerId",
                                provider,
                                "providerType",
                                KEYS,
                                "parentId",
                                realm.id(),
                                "config",
                                config));
    }

    /** Keys that only verify (passive) stay in the JWKS. */
    private void makePassive(String provider) {
        String components = "/realms/" + realm.name() + "/components";
        List<JsonNode> found = new ArrayList<>();
        server.admin().get(components + "?type=" + KEYS).forEach(found::add);
        found.removeIf(
                component -> !provider.equals(component.path("providerId").asText()));
        assertThat(found).hasSize(1);
        ((ObjectNode) found.get(0).path("config")).putArray("active").add("false");
        server.admin().put(components + "/" + found.get(0).path("id").asText(), found.get(0));
    }

    @Test
    @DisplayName("when the realm's key is rotated, then receipts from before verify, and new ones have the new key")
    void rotation() throws Exception {
        String id = authorized();
        String before = receipt(id);
        addKey("rsa-generated", Map.of("priority", List.of("200"), "algorithm", List.of("RS256")));
        makePassive("rsa");
        String after = receipt(id);
        assertThat(header(after).getKeyID()).isNotEqualTo(header(before).getKeyID());
        JWKSet keys = keys(realm.name());
        assertThat(verify(before, keys)).isEqualTo(verify(after, keys));
        assertThat(text(after)).isEqualTo(text(before));
    }

    @Test
    @DisplayName("when the realm signs with an elliptic curve, then so is the receipt; an HMAC is never used")
    void algorithms() throws Exception {
        String id = authorized();
        String payload = text(receipt(id));
        addKey("ecdsa-generated", Map.of("ecdsaEllipticCurveKey", List.of("P-256")));
        realm.update(Map.of("defaultSignatureAlgorithm", "ES256"));
        String elliptic = receipt(id);
        assertThat(header(elliptic).getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        verify(elliptic, keys(realm.name()));
        assertThat(text(elliptic)).isEqualTo(payload);

        realm.update(Map.of("defaultSignatureAlgorithm", "HS256"));
        String symmetric = receipt(id);
        assertThat(header(symmetric).getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        verify(symmetric, keys(realm.name()));
    }

    private static String withCharacter(String text, int at) {
        char other = text.charAt(at) == 'A' ? 'B' : 'A';
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    @Test
    @DisplayName("when a byte is changed, the key is another's, or there is no signature, then it is refused")
    void refused() throws Exception {
        String receipt = receipt(authorized());
        JWKSet keys = keys(realm.name());
        String kid = header(receipt).getKeyID();
        int payload = receipt.indexOf('.') + 1;
        int signature = receipt.lastIndexOf('.') + 1;
        for (int at : new int[] {payload, (payload + signature) / 2, signature - 2, signature, signature + 100}) {
            assertThatThrownBy(() -> verify(withCharacter(receipt, at), keys)).isInstanceOf(BadJWSException.class);
        }
        assertThatThrownBy(() -> verify(withCharacter(receipt, payload / 2), keys))
                .isNotNull();

        assertThatThrownBy(() -> verify(receipt, keys("master"))).isInstanceOf(BadJOSEException.class);
        RSAKey forged = new RSAKeyGenerator(2048).keyID(kid).generate();
        assertThatThrownBy(() -> verify(receipt, new JWKSet(forged.toPublicJWK())))
                .isInstanceOf(BadJWSException.class);

        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"alg\":\"none\",\"typ\":\"" + TYPE + "\"}").getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> verify(none + receipt.substring(payload - 1, signature), keys))
                .isInstanceOf(BadJOSEException.class);
        assertThatThrownBy(() -> verify(
                        signedWithThePublicKey(receipt, keys.getKeyByKeyId(kid).toRSAKey()), keys))
                .isInstanceOf(BadJOSEException.class);
    }

    /** The public key as the secret of an HMAC (RFC 8725 2.1). */
    private static String signedWithThePublicKey(String receipt, RSAKey key) throws JOSEException {
        JWSObject forged = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType(TYPE))
                        .keyID(key.getKeyID())
                        .build(),
                new Payload(text(receipt)));
        forged.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return forged.serialize();
    }

    /**
     * The same key signs tokens, and a receipt goes to people who are not the user. To every JWT without an issuer, Keycloak's admin API
     * answers 500.
     */
    @Test
    @DisplayName("when it is presented as a token, then no endpoint of Keycloak takes it for one")
    void noToken() throws Exception {
        String receipt = receipt(authorized());
        for (String path : List.of(
                "/realms/" + realm.name() + "/protocol/openid-connect/userinfo",
                "/realms/" + realm.name() + "/account",
                "/admin/realms/" + realm.name() + "/users")) {
            HttpRequest request = HttpRequest.newBuilder(server.baseUrl().resolve(path))
                    .header("Authorization", "Bearer " + receipt)
                    .header("Accept", "application/json")
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .statusCode())
                    .as(path)
                    .isIn(401, 500);
        }
        Client client = new Client(realm, Map.of("client_id", "app", "client_secret", "secret"));
        assertThat(client.post("token/introspect", Map.of("token", receipt))
                        .body()
                        .path("active")
                        .asBoolean(true))
                .isFalse();
        assertThat(client.token("refresh_token", Map.of("refresh_token", receipt))
                        .hasToken())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"view-users", "manage-users"})
    @DisplayName("when somebody asks for it, then only with a role for users of this very realm")
    void roles(String role) {
        String path = "/admin" + path("/" + authorized() + "/receipt");
        assertThat(status(Bearer.none(realm), path)).isEqualTo(401);
        assertThat(status(Bearer.of(realm, "alice"), path)).isEqualTo(403);
        realm.addClientRole("alice", "realm-management", "query-users");
        assertThat(status(Bearer.of(realm, "alice"), path)).isEqualTo(404);
        realm.addClientRole("alice", "realm-management", role);
        assertThat(status(Bearer.of(realm, "alice"), path)).isEqualTo(200);
        try (TestRealm other = TestRealm.create(server)) {
            other.addClientRole("alice", "realm-management", role);
            assertThat(status(Bearer.of(other, "alice"), path)).isEqualTo(403);
        }
    }

    private static int status(Bearer bearer, String path) {
        return bearer.send("GET", path, null).statusCode();
    }
}
