package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Approvals.Approved;
import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.SetUp;
import io.github.consentgrants.testing.TestRealm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("short")
@DisplayName("Given two approvals of one client in one session, of which one is taken back")
final class TakenBackIT {
    private static final String UMA_TICKET = "urn:ietf:params:oauth:grant-type:uma-ticket";
    private static final Map<String, String> ONLINE = Map.of("scope", "openid email");

    @AutoClose
    private final TestRealm realm = SetUp.AUTHENTICATOR.createRealm();

    private final Approvals approvals = new Approvals(realm);

    @BeforeEach
    void storeEvents() {
        realm.grantRole("alice", "offline_access");
        realm.update(Map.of(
                "enabledEventTypes",
                List.of(
                        "GRANT_CONSENT",
                        "CODE_TO_TOKEN_ERROR",
                        "REFRESH_TOKEN_ERROR",
                        "INTROSPECT_TOKEN_ERROR",
                        "USER_INFO_REQUEST_ERROR",
                        "REVOKE_GRANT")));
    }

    private boolean isActive(Answer tokens, String type) {
        return approvals.introspect(tokens.text(type), type).path("active").asBoolean();
    }

    private void assertRefused(String type, String id) {
        JsonNode details = realm.event(type).path("details");
        assertThat(details.path("consent_grant_id").asText()).as(type).isEqualTo(id);
        assertThat(details.path("consent_grant_reason").asText()).as(type).isEqualTo("revoked");
    }

    @ParameterizedTest(name = "offline: {0}, rotation: {1}, the later one is taken back: {2}")
    @CsvSource({"false, false, true", "false, true, false", "true, false, false", "true, true, true"})
    @DisplayName("when it was redeemed, then its tokens are refused wherever Keycloak sees them, and the other's go on")
    void redeemed(boolean offline, boolean rotation, boolean later) {
        realm.update(Map.of("revokeRefreshToken", rotation, "refreshTokenMaxReuse", 0));
        Map<String, String> request = offline ? Map.of("scope", "openid email offline_access") : ONLINE;
        approvals.redeem(approvals.approve(ONLINE));
        Approved one = approvals.approve(request);
        Approved two = approvals.approve(request);
        Approved gone = later ? two : one;
        Approved kept = later ? one : two;
        Answer goneTokens = approvals.refresh(approvals.redeem(gone));
        Answer keptTokens = approvals.redeem(kept);
        assertThat(isActive(goneTokens, "access_token")).isTrue();
        assertThat(isActive(goneTokens, "refresh_token")).isTrue();
        assertThat(approvals.userinfo(goneTokens).statusCode()).isEqualTo(200);
        assertThat(approvals.postUserinfo(goneTokens).statusCode()).isEqualTo(200);

        approvals.revoke(gone.id());

        Answer refused = approvals.refresh(goneTokens);
        assertThat(refused.hasToken()).isFalse();
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertRefused("REFRESH_TOKEN_ERROR", gone.id());
        assertThat(isActive(goneTokens, "access_token")).isFalse();
        assertRefused("INTROSPECT_TOKEN_ERROR", gone.id());
        assertThat(isActive(goneTokens, "refresh_token")).isFalse();
        assertThat(approvals.userinfo(goneTokens).statusCode()).isEqualTo(401);
        assertThat(approvals.postUserinfo(goneTokens).statusCode()).isEqualTo(401);
        assertRefused("USER_INFO_REQUEST_ERROR", gone.id());

        assertThat(isActive(keptTokens, "access_token")).isTrue();
        assertThat(approvals.userinfo(keptTokens).statusCode()).isEqualTo(200);
        Answer refreshed = approvals.refresh(keptTokens);
        assertThat(refreshed.hasToken()).as(refreshed.body().toString()).isTrue();
        assertThat(isActive(refreshed, "access_token")).isTrue();
    }

    @Test
    @DisplayName("when it was not redeemed, then its code is refused, and the other's is redeemed")
    void notRedeemed() {
        Approved gone = approvals.approve(ONLINE);
        Approved kept = approvals.approve(ONLINE);
        approvals.revoke(gone.id());
        Answer refused = approvals.redeem(gone);
        assertThat(refused.hasToken()).isFalse();
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(realm.event("CODE_TO_TOKEN_ERROR")
                        .path("details")
                        .path("consent_grant_reason")
                        .asText())
                .isEqualTo("revoked");
        assertThat(approvals.redeem(kept).hasToken()).isTrue();
    }

    private JsonNode grant(String id) {
        return realm.server().admin().get("/realms/" + realm.name() + "/consent-grants/" + id);
    }

    private boolean hasClientSession(String client) {
        return realm.sessions("alice")
                .findValuesAsText(realm.clientUuid(client))
                .contains(client);
    }

    @ParameterizedTest(name = "offline: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "when it is the last one, then the session of the client ends, online and offline, and the client is told")
    void last(boolean offline) throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        HttpServer client = listen(told);
        try {
            approvals.redeem(approvals.approve(ONLINE));
            Map<String, String> request = offline ? Map.of("scope", "openid email offline_access") : ONLINE;
            Answer tokens = approvals.redeem(approvals.approve(request));
            List<JsonNode> all = approvals.grants();
            assertThat(all).hasSize(2);
            assertThat(hasClientSession("app")).isTrue();
            approvals.revoke(all.get(0).path("id").asText());
            assertThat(hasClientSession("app")).isTrue();
            assertThat(told).isEmpty();
            approvals.revoke(all.get(1).path("id").asText());
            assertThat(hasClientSession("app")).isFalse();
            String body = told.poll(10, TimeUnit.SECONDS);
            assertThat(body).startsWith("logout_token=");
            JsonNode logout = Approvals.claims(body.substring(body.indexOf('=') + 1));
            assertThat(logout.path("sid").asText())
                    .isEqualTo(Approvals.claims(tokens.text("access_token"))
                            .path("sid")
                            .asText());
            assertThat(told).isEmpty();
            assertThat(realm.server()
                            .admin()
                            .get("/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/offline-sessions/"
                                    + realm.clientUuid("app")))
                    .isEmpty();
        } finally {
            client.stop(0);
        }
    }

    /** A client's endpoint for backchannel logout. */
    private HttpServer listen(BlockingQueue<String> told) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        realm.updateClient("app", Map.of("frontchannelLogout", false));
        realm.updateAttributes(
                "app",
                Map.of(
                        "backchannel.logout.url",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/logout",
                        "backchannel.logout.session.required",
                        "true"));
        return server;
    }

    @Test
    @DisplayName("when its access token is presented for permissions (UMA), where that is allowed, then it is refused")
    void permissions() {
        realm.configure(Map.of("allowed-grants", UMA_TICKET));
        realm.updateClient("plain", Map.of("serviceAccountsEnabled", true, "authorizationServicesEnabled", true));
        realm.updateClient("app", Map.of("serviceAccountsEnabled", true));
        String authorization =
                "/realms/" + realm.name() + "/clients/" + realm.clientUuid("plain") + "/authz/resource-server";
        ObjectNode permissive = (ObjectNode) realm.server().admin().get(authorization);
        realm.server().admin().put(authorization, permissive.put("policyEnforcementMode", "PERMISSIVE"));
        realm.server().admin().post(authorization + "/resource", Map.of("name", "account"));
        Approved gone = approvals.approve(ONLINE);
        Approved kept = approvals.approve(ONLINE);
        Answer tokens = approvals.redeem(gone);
        Map<String, String> request =
                Map.of("audience", "plain", "permission", "account", "subject_token", tokens.text("access_token"));
        Answer permitted = realm.client("app").token(UMA_TICKET, request);
        assertThat(permitted.hasToken()).as(permitted.body().toString()).isTrue();
        assertThat(isActive(permitted, "access_token")).isTrue();
        approvals.revoke(gone.id());
        assertThat(isActive(permitted, "access_token")).isFalse();
        Answer refused = realm.client("app").token(UMA_TICKET, request);
        assertThat(refused.hasToken()).isFalse();
        assertThat(refused.error()).isEqualTo("invalid_request");
        assertThat(approvals.redeem(kept).hasToken()).isTrue();
    }

    @Test
    @DisplayName("when two are taken back at once, then the session of the client ends")
    void lastAtOnce() {
        Approved one = approvals.approve(ONLINE);
        Approved two = approvals.approve(ONLINE);
        Stream.of(one, two)
                .map(approved -> CompletableFuture.runAsync(() -> approvals.revoke(approved.id())))
                .toList()
                .forEach(CompletableFuture::join);
        assertThat(hasClientSession("app")).isFalse();
    }

    @ParameterizedTest(name = "by an administrator: {0}, gated by: {1}")
    @CsvSource({"false, consent-required", "true, consent-required", "false, all", "true, all"})
    @DisplayName(
            "when access is revoked by Keycloak's own ways, then all approvals of the client are taken back with one event")
    void accessRevoked(boolean byAdministrator, String appliesTo) {
        if (appliesTo.equals("all")) {
            realm.configureGate(true, Map.of("applies-to", "all"));
            realm.updateClient("app", Map.of("consentRequired", false));
        }
        Approved redeemed = approvals.approve(ONLINE);
        Answer tokens = approvals.redeem(redeemed);
        Approved waiting = approvals.approve(ONLINE);
        if (byAdministrator) {
            realm.server()
                    .admin()
                    .delete("/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/consents/app");
        } else {
            realm.addDefaultRoles("alice");
            Bearer.of(realm, "alice")
                    .send("DELETE", "/realms/" + realm.name() + "/account/applications/app/consent", null);
        }
        for (Approved approved : List.of(redeemed, waiting)) {
            assertThat(grant(approved.id()).path("state").asText()).isEqualTo("revoked");
            assertThat(grant(approved.id()).path("revokedWhy").asText()).isEqualTo("access_revoked");
        }
        assertThat(realm.events("REVOKE_GRANT"))
                .filteredOn(event -> event.path("details").has("consent_grant_count"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.path("details").path("consent_grant_count").asText())
                            .isEqualTo("2");
                    assertThat(event.path("details").path("consent_grant_ids").asText())
                            .contains(redeemed.id(), waiting.id());
                });
        assertThat(approvals.refresh(tokens).error()).isEqualTo("invalid_grant");
        assertThat(approvals.redeem(waiting).error()).isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh_token", "access_token"})
    @DisplayName("when a client revokes a token itself, then the event names the approval, which stands")
    void revokedByClient(String type) {
        Approved approved = approvals.approve(ONLINE);
        Answer tokens = approvals.redeem(approved);
        assertThat(realm.client("app")
                        .post("revoke", Map.of("token", tokens.text(type)))
                        .status())
                .isEqualTo(200);
        assertThat(realm.event("REVOKE_GRANT")
                        .path("details")
                        .path("consent_grant_id")
                        .asText())
                .isEqualTo(approved.id());
        assertThat(grant(approved.id()).path("state").asText()).isEqualTo("redeemed");
    }

    @Test
    @DisplayName("when the gate is switched off meanwhile, then the tokens of the approval stay refused")
    void gateSwitchedOff() {
        Approved gone = approvals.approve(ONLINE);
        Answer tokens = approvals.redeem(gone);
        approvals.redeem(approvals.approve(ONLINE));
        approvals.revoke(gone.id());
        realm.configureGate(false, Map.of());
        assertThat(approvals.refresh(tokens).error()).isEqualTo("invalid_grant");
        assertThat(isActive(tokens, "access_token")).isFalse();
    }
}
