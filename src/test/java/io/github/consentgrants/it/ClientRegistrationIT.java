package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.gate.GateSettings.AppliesTo;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a client that registered itself")
final class ClientRegistrationIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    @AutoClose
    private static final TestRealm ALL =
            TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.ALL_CLIENTS);

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    private HttpResponse<String> send(TestRealm realm, String method, String path, String token, Object body)
            throws Exception {
        URI address = server.baseUrl().resolve("/realms/" + realm.name() + "/clients-registrations/" + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(Admin.JSON.writeValueAsString(body)))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private ObjectNode register(TestRealm realm, String clientId, boolean consentRequired) throws Exception {
        JsonNode initial = Admin.JSON.readTree(server.admin()
                .send(
                        "POST",
                        "/realms/" + realm.name() + "/clients-initial-access",
                        Map.of("count", 1, "expiration", 60))
                .body());
        Map<String, Object> client = Map.of(
                "clientId",
                clientId,
                "consentRequired",
                consentRequired,
                "publicClient",
                true,
                "redirectUris",
                List.of(RelyingParty.REDIRECT_URI));
        HttpResponse<String> response =
                send(realm, "POST", "default", initial.path("token").asText(), client);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return (ObjectNode) Admin.JSON.readTree(response.body());
    }

    private HttpResponse<String> delete(TestRealm realm, String path, ObjectNode client) throws Exception {
        return send(
                realm, "DELETE", path, client.path("registrationAccessToken").asText(), Map.of());
    }

    private void keepsItsGate(TestRealm realm, String clientId, String event) {
        JsonNode details = realm.event(event).path("details");
        assertThat(details.path("consent_grant_reason").asText()).isEqualTo("gate_kept");
        assertThat(isAsked(realm, clientId)).isTrue();
    }

    private boolean isAsked(TestRealm realm, String clientId) {
        RelyingParty client = new RelyingParty(
                server.baseUrl().resolve("/realms/" + realm.name() + "/protocol/openid-connect/"), clientId, null);
        return Browser.signIn(new UserAgent(), client.request(Map.of()), "alice")
                .isConsent();
    }

    @Test
    @DisplayName(
            "when it switches 'Consent required' off, then it is refused and stays gated; other changes are not refused")
    void consentRequired() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            ObjectNode client = register(realm, "dynamic", true);
            String token = client.path("registrationAccessToken").asText();
            HttpResponse<String> refused = send(
                    realm, "PUT", "default/dynamic", token, client.deepCopy().put("consentRequired", false));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("invalid_client_metadata");
            JsonNode event = realm.events("CLIENT_UPDATE_ERROR").get(0);
            assertThat(event.path("details").path("consent_grant_reason").asText())
                    .isEqualTo("gate_kept");
            assertThat(isAsked(realm, "dynamic")).isTrue();

            HttpResponse<String> renamed = send(
                    realm, "PUT", "default/dynamic", token, client.deepCopy().put("name", "Renamed"));
            assertThat(renamed.statusCode()).as(renamed.body()).isEqualTo(200);
            JsonNode updated = Admin.JSON.readTree(renamed.body());
            Map<String, Object> metadata = Map.of(
                    "client_id", "dynamic",
                    "redirect_uris", List.of(RelyingParty.REDIRECT_URI),
                    "token_endpoint_auth_method", "none");
            HttpResponse<String> standard = send(
                    realm,
                    "PUT",
                    "openid-connect/dynamic",
                    updated.path("registrationAccessToken").asText(),
                    metadata);
            assertThat(standard.statusCode()).as(standard.body()).isEqualTo(200);
            assertThat(isAsked(realm, "dynamic")).isTrue();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "CONSENT_REQUIRED, protocol, saml",
        "CONSENT_REQUIRED, bearerOnly, true",
        "CONSENT_REQUIRED, consentRequired, false",
        "ALL, consentRequired, false",
        "ALL, protocol, saml",
        "ALL, bearerOnly, true"
    })
    @DisplayName("when it is gated and changes what it is to Keycloak, then it is refused and stays as it was")
    void anotherKind(AppliesTo appliesTo, String field, String value) throws Exception {
        TestRealm realm = appliesTo == AppliesTo.ALL ? ALL : REALM;
        String id = "changes-" + field;
        ObjectNode client = register(realm, id, true);
        HttpResponse<String> refused = send(
                realm,
                "PUT",
                "default/" + id,
                client.path("registrationAccessToken").asText(),
                client.deepCopy().put(field, value));
        assertThat(refused.statusCode()).isEqualTo(400);
        keepsItsGate(realm, id, "CLIENT_UPDATE_ERROR");
    }

    @Test
    @DisplayName("when it is gated and takes another browser flow, then it is asked all the same")
    void anotherFlow() throws Exception {
        ObjectNode client = register(REALM, "another-flow", true);
        JsonNode flows = server.admin().get("/realms/" + REALM.name() + "/authentication/flows");
        String stock = StreamSupport.stream(flows.spliterator(), false)
                .filter(flow -> flow.path("alias").asText().equals("browser"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        ObjectNode changed = client.deepCopy();
        changed.putObject("authenticationFlowBindingOverrides").put("browser", stock);
        HttpResponse<String> answer = send(
                REALM,
                "PUT",
                "default/another-flow",
                client.path("registrationAccessToken").asText(),
                changed);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(isAsked(REALM, "another-flow")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "openid-connect"})
    @DisplayName("when it is gated by its own switch and deletes itself, then it is refused and stays as it was")
    void deletesItself(String endpoint) throws Exception {
        String id = "deletes-itself-" + endpoint;
        HttpResponse<String> refused = delete(REALM, endpoint + "/" + id, register(REALM, id, true));
        assertThat(refused.statusCode()).isEqualTo(403);
        keepsItsGate(REALM, id, "CLIENT_DELETE_ERROR");
    }

    @Test
    @DisplayName(
            "when every client is gated, its switch is off and it deletes itself, then it may, and comes back gated")
    void comesBack() throws Exception {
        ObjectNode client = register(ALL, "comes-back", false);
        assertThat(delete(ALL, "default/comes-back", client).statusCode()).isEqualTo(204);
        register(ALL, "comes-back", false);
        assertThat(isAsked(ALL, "comes-back")).isTrue();
    }

    @Test
    @DisplayName("when it is not gated, then it may change what it is, and delete itself")
    void ungated() throws Exception {
        ObjectNode client = register(REALM, "ungated", false);
        HttpResponse<String> changed = send(
                REALM,
                "PUT",
                "default/ungated",
                client.path("registrationAccessToken").asText(),
                client.deepCopy().put("protocol", "saml"));
        assertThat(changed.statusCode()).isEqualTo(200);
        ObjectNode saml = (ObjectNode) Admin.JSON.readTree(changed.body());
        assertThat(delete(REALM, "default/ungated", saml).statusCode()).isEqualTo(204);
    }

    @Test
    @DisplayName("when another client's token asks to delete a gated one, then Keycloak's own answer stands")
    void deletesAnother() throws Exception {
        register(REALM, "victim", true);
        HttpResponse<String> refused = delete(REALM, "default/victim", register(REALM, "another", true));
        assertThat(refused.statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName(
            "when it took the name of a client of Keycloak's that the realm does not have, then it is gated like every other")
    void nameOfKeycloaksOwn() throws Exception {
        try (TestRealm realm = TestRealm.create(server, Option.ALL_CLIENTS)) {
            register(realm, "admin-permissions", false);
            assertThat(isAsked(realm, "admin-permissions")).isTrue();
        }
    }
}
