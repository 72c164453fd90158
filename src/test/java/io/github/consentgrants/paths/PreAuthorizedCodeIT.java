package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Applications;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Pre-authorized codes (OpenID4VCI 3.5) are experimental in Keycloak 26.7, so this runs on the server with features; docker, a feature
 * that is off by default too, is tested on it as well.
 */
@DisplayName("Given a user's credential offer with a pre-authorized code, or password for a docker registry")
final class PreAuthorizedCodeIT {
    private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
    private static final String CREDENTIAL = "probe-credential";

    private static final KeycloakServer SERVER = KeycloakServer.sharedWithFeatures();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    @DisplayName("when its client is gated, then the code gives no token, unless the realm allows the grant type")
    void preAuthorized() throws Exception {
        try (TestRealm realm = TestRealm.create(SERVER)) {
            offerCredentials(realm);
            assertThat(redeem(realm).hasToken()).isTrue();

            String code = code(realm);
            realm.updateClient("plain", Map.of("consentRequired", true));
            Answer refused = redeem(realm, code);
            assertThat(refused.hasToken()).isFalse();
            assertThat(refused.error()).isEqualTo("unauthorized_client");

            realm.updateClient("plain", Map.of("consentRequired", false));
            String another = code(realm);
            realm.updateClient("plain", Map.of("consentRequired", true));
            realm.configureGate(true, Map.of("allowed-grants", GRANT_TYPE));
            assertThat(redeem(realm, another).hasToken()).isTrue();

            refreshOfCredential(realm);
        }
    }

    /** Here, since this server has the feature: tokens for a credential are refreshed by a provider of their own. */
    private static void refreshOfCredential(TestRealm realm) {
        realm.updateClient("plain", Map.of("consentRequired", false));
        realm.configureGate(true, Map.of("applies-to", "all", "allowed-grants", GRANT_TYPE));
        realm.addDefaultRoles("alice");
        realm.addOptionalScope("plain", CREDENTIAL);
        RelyingParty plain = realm.plain();
        UserAgent agent = new UserAgent();
        URI request = plain.request(Map.of("scope", "openid email " + CREDENTIAL));
        Page end = Browser.authorize(agent, Browser.signIn(agent, request, "alice"));
        String refreshToken = plain.tokens(end).getRefreshToken().getValue();
        Map<String, String> refresh = Map.of("refresh_token", refreshToken);
        assertThat(new String(Base64.getUrlDecoder().decode(refreshToken.split("\\.", 3)[1]), StandardCharsets.UTF_8))
                .contains("\"oid4vci\"");
        Answer refreshed = realm.client("plain").token("refresh_token", refresh);
        assertThat(refreshed.hasToken()).as(refreshed.toString()).isTrue();
        Applications.of(realm, "alice").narrow("plain", "email");
        Answer narrowed = realm.client("plain").token("refresh_token", refresh);
        assertThat(narrowed.hasToken()).isFalse();
        assertThat(narrowed.error()).isEqualTo("invalid_scope");
    }

    @Test
    @DisplayName("when the client is gated, whichever protocol it has, then docker's endpoint gives no token for it")
    void docker() throws Exception {
        try (TestRealm realm = TestRealm.create(SERVER)) {
            Map<String, String> registry = Map.of("clientId", "registry", "protocol", "docker-v2");
            SERVER.admin().post("/realms/" + realm.name() + "/clients", registry);
            HttpResponse<String> ungated = registryToken(realm, "registry");
            assertThat(ungated.statusCode()).isEqualTo(200);
            assertThat(ungated.body()).contains("\"token\"");

            realm.updateClient("registry", Map.of("consentRequired", true));
            for (String gated : List.of("registry", "app")) {
                HttpResponse<String> refused = registryToken(realm, gated);
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(refused.body()).contains("access_denied").doesNotContain("\"token\"");
                JsonNode details = realm.event("LOGIN_ERROR").path("details");
                assertThat(details.path("consent_grant_reason").asText()).isEqualTo("no_page");
            }
        }
    }

    private HttpResponse<String> registryToken(TestRealm realm, String service)
            throws IOException, InterruptedException {
        URI address = realm.server()
                .baseUrl()
                .resolve("/realms/" + realm.name()
                        + "/protocol/docker-v2/auth?account=alice&scope=repository:demo:pull&service=" + service);
        String credentials = Base64.getEncoder().encodeToString("alice:alice".getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Basic " + credentials)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static void offerCredentials(TestRealm realm) {
        realm.update(Map.of("verifiableCredentialsEnabled", true));
        realm.updateAttributes("plain", Map.of("oid4vci.enabled", "true"));
        Admin admin = realm.server().admin();
        Map<String, String> attributes =
                Map.of("vc.credential_configuration_id", CREDENTIAL, "vc.credential_identifier", CREDENTIAL);
        admin.post(
                "/realms/" + realm.name() + "/client-scopes",
                Map.of("name", CREDENTIAL, "protocol", "oid4vc", "attributes", attributes));
        admin.post(
                "/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/vc/credentials",
                Map.of("credentialScopeName", CREDENTIAL));
    }

    private Answer redeem(TestRealm realm) throws Exception {
        return redeem(realm, code(realm));
    }

    private static Answer redeem(TestRealm realm, String code) {
        return realm.client("plain").token(GRANT_TYPE, Map.of("pre-authorized_code", code));
    }

    /** The user's own offer, through the client that will redeem it. */
    private String code(TestRealm realm) throws IOException, InterruptedException {
        RelyingParty plain = realm.plain();
        String token = plain.tokens(Browser.signIn(new UserAgent(), plain.request(Map.of()), "alice"))
                .getAccessToken()
                .getValue();
        URI endpoints = realm.server().baseUrl().resolve("/realms/" + realm.name() + "/protocol/oid4vc/");
        JsonNode offered = get(
                endpoints.resolve(
                        "create-credential-offer?pre_authorized=true&credential_configuration_id=" + CREDENTIAL),
                token);
        JsonNode offer = get(
                endpoints.resolve("credential-offer/" + offered.path("nonce").asText()), token);
        return offer.path("grants").path(GRANT_TYPE).path("pre-authorized_code").asText();
    }

    private JsonNode get(URI address, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .build();
        String body = http.send(request, BodyHandlers.ofString()).body();
        JsonNode json = Admin.JSON.readTree(body);
        assertThat(json.has("error")).as(body).isFalse();
        return json;
    }
}
