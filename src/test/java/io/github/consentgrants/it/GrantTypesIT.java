package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Given a grant type in which the user does not click")
final class GrantTypesIT {
    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String CIBA = "urn:openid:params:grant-type:ciba";
    private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String UMA_TICKET = "urn:ietf:params:oauth:grant-type:uma-ticket";
    private static final Map<String, String> ALICE =
            Map.of("username", "alice", "password", "alice", "scope", "openid");

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;
    private Client plain;

    /** The client "plain" may use them all; no consent is required of it, so that only the extension can refuse. */
    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
        realm.update(Map.of(
                "enabledEventTypes",
                List.of(
                        "LOGIN_ERROR",
                        "OAUTH2_DEVICE_AUTH_ERROR",
                        "OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR",
                        "AUTHREQID_TO_TOKEN_ERROR",
                        "TOKEN_EXCHANGE_ERROR",
                        "JWT_AUTHORIZATION_GRANT_ERROR",
                        "PERMISSION_TOKEN_ERROR")));
        realm.updateClient("plain", Map.of("directAccessGrantsEnabled", true));
        realm.updateAttributes(
                "plain",
                Map.of(
                        "oauth2.device.authorization.grant.enabled", "true",
                        "oidc.ciba.grant.enabled", "true",
                        "standard.token.exchange.enabled", "true",
                        "oauth2.jwt.authorization.grant.enabled", "true"));
        plain = realm.client("plain");
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private void gateEveryClient(String allowedGrants) {
        realm.configureGate(true, Map.of("applies-to", "all", "allowed-grants", allowedGrants));
    }

    private void assertRefused(Answer answer, String error, String event) {
        assertThat(refusal(answer, error, event).path("clientId").asText()).isEqualTo("plain");
    }

    private JsonNode refusal(Answer answer, String error, String event) {
        assertThat(answer.hasToken()).isFalse();
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(400);
        JsonNode refused = realm.events(event).get(0);
        assertThat(refused.path("error").asText()).isEqualTo("consent_denied");
        assertThat(refused.path("details").path("consent_grant_reason").asText())
                .isEqualTo("grant_type_not_allowed");
        return refused;
    }

    @ParameterizedTest
    @CsvSource({
        "password, LOGIN_ERROR",
        DEVICE_CODE + ", OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR",
        CIBA + ", AUTHREQID_TO_TOKEN_ERROR",
        TOKEN_EXCHANGE + ", TOKEN_EXCHANGE_ERROR",
        JWT_BEARER + ", JWT_AUTHORIZATION_GRANT_ERROR",
    })
    @DisplayName("when a gated client uses it, then unauthorized_client; when it is not gated, then as it always was")
    void requester(String grantType, String event) {
        assertThat(plain.token(grantType, ALICE).error()).isNotEqualTo("unauthorized_client");
        gateEveryClient("");
        assertRefused(plain.token(grantType, ALICE), "unauthorized_client", event);
    }

    @Test
    @DisplayName("when the realm allows one of them, then that one works, and the others are refused as before")
    void allowed() {
        gateEveryClient("password##" + JWT_BEARER);
        Answer password = plain.token("password", ALICE);
        assertThat(password.hasToken()).isTrue();
        assertThat(plain.token(JWT_BEARER, ALICE).error()).isEqualTo("invalid_grant");
        Answer exchange = plain.token(TOKEN_EXCHANGE, exchange(password, Map.of()));
        assertRefused(exchange, "unauthorized_client", "TOKEN_EXCHANGE_ERROR");
    }

    private static Map<String, String> exchange(Answer subject, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(more);
        parameters.put("subject_token", subject.text("access_token"));
        parameters.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
        return parameters;
    }

    @Test
    @DisplayName("when a token is exchanged, then not for a gated audience, and not if a gated client got it")
    void tokenExchange() {
        Answer subject = plain.token("password", ALICE);
        assertThat(plain.token(TOKEN_EXCHANGE, exchange(subject, Map.of())).hasToken())
                .isTrue();
        assertRefused(
                plain.token(TOKEN_EXCHANGE, exchange(subject, Map.of("audience", "app"))),
                "invalid_target",
                "TOKEN_EXCHANGE_ERROR");

        UserAgent agent = new UserAgent();
        RelyingParty app = realm.app();
        Page end = Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
        String ofGated =
                app.redeem(end).toSuccessResponse().getTokens().getAccessToken().getValue();
        Map<String, String> parameters =
                Map.of("subject_token", ofGated, "subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
        assertRefused(plain.token(TOKEN_EXCHANGE, parameters), "invalid_request", "TOKEN_EXCHANGE_ERROR");
    }

    @Test
    @DisplayName("when a UMA permission is asked for, then not of a gated resource server, and not by a gated client")
    void umaTicket() {
        realm.updateClient("plain", Map.of("serviceAccountsEnabled", true, "authorizationServicesEnabled", true));
        String authorization =
                "/realms/" + realm.name() + "/clients/" + realm.clientUuid("plain") + "/authz/resource-server";
        ObjectNode permissive = (ObjectNode) server.admin().get(authorization);
        server.admin().put(authorization, permissive.put("policyEnforcementMode", "PERMISSIVE"));
        server.admin().post(authorization + "/resource", Map.of("name", "account"));
        Map<String, String> own = Map.of("audience", "plain", "permission", "account");
        assertThat(plain.token(UMA_TICKET, own).hasToken()).isTrue();
        refusal(plain.token(UMA_TICKET, Map.of("audience", "app")), "request_denied", "PERMISSION_TOKEN_ERROR");
        realm.updateClient("app", Map.of("serviceAccountsEnabled", true));
        Answer byGated = realm.client("app").token(UMA_TICKET, own);
        assertThat(byGated.hasToken()).isFalse();
        assertThat(byGated.error()).isEqualTo("unauthorized_client");
        Map<String, String> forAlice = new HashMap<>(own);
        forAlice.put("subject_token", plain.token("password", ALICE).text("access_token"));
        assertThat(plain.token(UMA_TICKET, forAlice).hasToken()).isTrue();
        Answer behindAnother = realm.client("app").token(UMA_TICKET, forAlice);
        assertThat(behindAnother.hasToken()).isFalse();
        assertThat(behindAnother.error()).isEqualTo("unauthorized_client");
    }

    @Test
    @DisplayName("when a gated client asks for a device code, then none is given, unless the realm allows it")
    void deviceAuthorization() {
        gateEveryClient("");
        assertRefused(
                plain.post("auth/device", Map.of("scope", "openid")),
                "unauthorized_client",
                "OAUTH2_DEVICE_AUTH_ERROR");

        gateEveryClient(DEVICE_CODE);
        Answer device = plain.post("auth/device", Map.of("scope", "openid"));
        UserAgent agent = new UserAgent();
        Page stock = Browser.signIn(agent, URI.create(device.text("verification_uri_complete")), "alice");
        assertThat(stock.isConsent()).isFalse();
        confirm(agent, stock);
        assertThat(plain.token(DEVICE_CODE, Map.of("device_code", device.text("device_code")))
                        .hasToken())
                .isTrue();
    }

    /** Answers Keycloak's own page, which it always shows for a device. */
    private static Page confirm(UserAgent agent, Page stock) {
        URI accept = URI.create(stock.document().select("form[action*=consent]").attr("abs:action"));
        String code = stock.document().select("input[name=code]").attr("value");
        return agent.follow(agent.send("POST", accept, "code=" + code + "&accept=Yes"));
    }

    @Test
    @DisplayName("when the gate is switched on while a device waits for its user, then it gets nothing")
    void deviceInFlight() {
        Answer device = plain.post("auth/device", Map.of("scope", "openid"));
        gateEveryClient("");
        UserAgent agent = new UserAgent();
        Page end = Browser.signIn(agent, URI.create(device.text("verification_uri_complete")), "alice");
        assertThat(end.isConsent()).isFalse();
        assertThat(confirm(agent, end).status()).isEqualTo(403);
        gateEveryClient(DEVICE_CODE);
        assertThat(plain.token(DEVICE_CODE, Map.of("device_code", device.text("device_code")))
                        .error())
                .isEqualTo("authorization_pending");
    }

    @Test
    @DisplayName("when a gated client asks for a backchannel authentication, then the user is not bothered")
    void backchannelAuthentication() {
        Map<String, String> request = Map.of("scope", "openid", "login_hint", "alice");
        assertThat(plain.post("ext/ciba/auth", request).error()).isEqualTo("server_error");
        gateEveryClient("");
        assertRefused(plain.post("ext/ciba/auth", request), "unauthorized_client", "LOGIN_ERROR");
        gateEveryClient(CIBA);
        assertThat(plain.post("ext/ciba/auth", request).error()).isEqualTo("server_error");
    }

    @Test
    @DisplayName("when the setting names something else, then the admin API refuses it")
    void settingIsValidated() {
        String path = "/realms/" + realm.name() + "/authentication/required-actions/consent-grant/config";
        for (String value : new String[] {"PASSWORD", "authorization_code", "password##x", "*"}) {
            var response = server.admin().send("PUT", path, Map.of("config", Map.of("allowed-grants", value)));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("allowed-grants");
        }
    }
}
