package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a client that registered itself")
final class ClientRegistrationIT {
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
