package io.github.consentgrants.it;

import static io.github.consentgrants.testing.Approvals.claims;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Approvals.Approved;
import io.github.consentgrants.testing.Approvals.Shown;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.SetUp;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given the mapper consent-grant-mapper, and two approvals of one client in one session")
final class ConsentIdIT {
    private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final Map<String, String> EVERYWHERE = Map.of(
            "access.token.claim", "true",
            "id.token.claim", "true",
            "userinfo.token.claim", "true",
            "introspection.token.claim", "true",
            "lightweight.claim", "true");
    private static final Map<String, String> ONLINE = Map.of("scope", "openid email");
    private static final Map<String, String> OFFLINE = Map.of("scope", "openid email offline_access");

    @AutoClose
    private final TestRealm realm = SetUp.AUTHENTICATOR.createRealm();

    private final Approvals approvals = new Approvals(realm);

    @BeforeEach
    void grantOffline() {
        realm.grantRole("alice", "offline_access");
    }

    private void map(Map<String, String> config) {
        realm.addMapper("app", "consent-grant-mapper", config);
    }

    private void assertAllName(String id, Answer tokens) throws Exception {
        assertThat(tokens.hasToken()).as(tokens.body().toString()).isTrue();
        assertThat(claims(tokens.text("access_token")).path("consent_id").asText())
                .isEqualTo(id);
        assertThat(claims(tokens.text("id_token")).path("consent_id").asText()).isEqualTo(id);
        JsonNode refresh = claims(tokens.text("refresh_token"));
        assertThat(refresh.path("consent_grant_id")
                        .asText(refresh.path("consent_id").asText()))
                .isEqualTo(id);
        JsonNode introspected = approvals.introspect(tokens.text("access_token"), "access_token");
        assertThat(introspected.path("active").asBoolean()).isTrue();
        assertThat(introspected.path("consent_id").asText()).isEqualTo(id);
        assertThat(approvals
                        .introspect(tokens.text("refresh_token"), "refresh_token")
                        .path("consent_id")
                        .asText())
                .isEqualTo(id);
        assertThat(Admin.JSON
                        .readTree(approvals.userinfo(tokens).body())
                        .path("consent_id")
                        .asText())
                .isEqualTo(id);
    }

    @ParameterizedTest(
            name = "the later page is clicked first: {0}, its code is redeemed first: {1}, offline: {2}, rotation: {3}")
    @CsvSource({
        "false, false, false, false",
        "false, true,  false, true",
        "true,  false, false, true",
        "true,  true,  false, false",
        "false, true,  true,  false",
        "true,  false, true,  true",
    })
    @DisplayName(
            "when two tabs are interleaved, then each token names the approval that it comes from, refreshed or not")
    void interleaved(boolean clickedBackwards, boolean redeemedBackwards, boolean offline, boolean rotation)
            throws Exception {
        map(EVERYWHERE);
        realm.update(Map.of("revokeRefreshToken", rotation, "refreshTokenMaxReuse", 0));
        approvals.redeem(approvals.approve(ONLINE)); // so that the session does not end with the first offline token
        Map<String, String> request = offline ? OFFLINE : ONLINE;
        Shown one = approvals.open(request);
        Shown two = approvals.open(request);
        Approved first = approvals.click(clickedBackwards ? two : one);
        Approved second = approvals.click(clickedBackwards ? one : two);
        assertThat(first.id()).isNotEqualTo(second.id());
        Approved redeemedFirst = redeemedBackwards ? second : first;
        Approved redeemedSecond = redeemedBackwards ? first : second;
        Answer a = approvals.redeem(redeemedFirst);
        Answer b = approvals.redeem(redeemedSecond);
        for (int round = 0; round < 3; round++) {
            assertAllName(redeemedFirst.id(), a);
            assertAllName(redeemedSecond.id(), b);
            a = approvals.refresh(a);
            b = approvals.refresh(b);
        }
        assertThat(realm.events("CODE_TO_TOKEN"))
                .extracting(
                        event -> event.path("details").path("consent_grant_id").asText())
                .startsWith(redeemedSecond.id(), redeemedFirst.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"code id_token token", "code token", "id_token token"})
    @DisplayName("when tokens come with the answer of the authorization endpoint, then they name the approval, too")
    void hybrid(String type) throws Exception {
        map(EVERYWHERE);
        realm.updateClient("app", Map.of("implicitFlowEnabled", true));
        Map<String, String> request = new HashMap<>(ONLINE);
        request.put("response_type", type);
        approvals.approve(ONLINE); // so that both tabs have a session
        Shown one = approvals.open(request);
        Shown two = approvals.open(request);
        for (Approved approved : List.of(approvals.click(two), approvals.click(one))) {
            Map<String, String> answer = Tab.query(
                    URI.create("http://localhost/?" + approved.end().location().getRawFragment()));
            assertThat(claims(answer.get("access_token")).path("consent_id").asText())
                    .isEqualTo(approved.id());
            if (type.contains("id_token") && !type.contains("code")) {
                assertThat(claims(answer.get("id_token")).path("consent_id").asText())
                        .isEqualTo(approved.id());
            }
            if (type.contains("code")) {
                assertAllName(approved.id(), approvals.redeem(approved));
            }
        }
    }

    @Test
    @DisplayName("when the switches are off, then nobody but Keycloak reads the id, which still tells the tokens apart")
    void switchedOff() {
        map(Map.of(
                "access.token.claim", "false",
                "id.token.claim", "false",
                "userinfo.token.claim", "false",
                "introspection.token.claim", "false"));
        Approved approved = approvals.approve(ONLINE);
        Answer tokens = approvals.redeem(approved);
        JsonNode access = claims(tokens.text("access_token"));
        assertThat(access.has("consent_id")).isFalse();
        assertThat(access.path("consent_grant_id").asText()).isEqualTo(approved.id());
        assertThat(claims(tokens.text("id_token")).has("consent_id")).isFalse();
        assertThat(approvals
                        .introspect(tokens.text("access_token"), "access_token")
                        .has("consent_id"))
                .isFalse();
        assertThat(approvals.userinfo(tokens).body()).doesNotContain(approved.id());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "when access tokens are lightweight, then the switch for those decides, and introspection names the approval")
    void lightweight(boolean included) {
        realm.updateAttributes("app", Map.of("client.use.lightweight.access.token.enabled", "true"));
        Map<String, String> config = new HashMap<>(EVERYWHERE);
        config.put("lightweight.claim", Boolean.toString(included));
        map(config);
        Approved approved = approvals.approve(ONLINE);
        Answer tokens = approvals.redeem(approved);
        assertThat(claims(tokens.text("access_token")).has("consent_id")).isEqualTo(included);
        assertThat(approvals
                        .introspect(tokens.text("access_token"), "access_token")
                        .path("consent_id")
                        .asText())
                .isEqualTo(approved.id());
    }

    @Test
    @DisplayName("when another mapper writes the claim, then the guard's own claim still names the approval")
    void otherMapper() {
        realm.addMapper(
                "app",
                "oidc-hardcoded-claim-mapper",
                Map.of("claim.name", "consent_id", "claim.value", "other", "access.token.claim", "true"));
        Approved approved = approvals.approve(ONLINE);
        JsonNode access = claims(approvals.redeem(approved).text("access_token"));
        assertThat(access.path("consent_id").asText()).isEqualTo("other");
        assertThat(access.path("consent_grant_id").asText()).isEqualTo(approved.id());
    }

    @Test
    @DisplayName(
            "when the mapper adds the decision, then tokens say when it was, and how strongly the user was signed in")
    void decision() {
        Map<String, String> config = new HashMap<>(EVERYWHERE);
        config.put("decision.claims", "true");
        map(config);
        Instant before = Instant.now().minusSeconds(1);
        Approved approved = approvals.approve(ONLINE);
        JsonNode access = claims(approvals.redeem(approved).text("access_token"));
        assertThat(Instant.ofEpochSecond(access.path("consent_time").asLong())).isBetween(before, Instant.now());
        assertThat(access.path("consent_acr").asText())
                .isEqualTo(access.path("acr").asText());
    }

    @Test
    @DisplayName("when a token is exchanged where that is allowed, then the new token names the approval, and says how")
    void exchanged() {
        map(EVERYWHERE);
        realm.configureGate(true, Map.of("allowed-grants", TOKEN_EXCHANGE));
        realm.updateAttributes("app", Map.of("standard.token.exchange.enabled", "true"));
        Approved approved = approvals.approve(ONLINE);
        Answer tokens = approvals.redeem(approved);
        assertThat(claims(tokens.text("access_token")).has("consent_via")).isFalse();
        Map<String, String> exchange = Map.of(
                "subject_token", tokens.text("access_token"),
                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
                "requested_token_type", "urn:ietf:params:oauth:token-type:access_token");
        Answer exchanged = realm.client("app").token(TOKEN_EXCHANGE, exchange);
        assertThat(exchanged.hasToken()).as(exchanged.body().toString()).isTrue();
        JsonNode access = claims(exchanged.text("access_token"));
        assertThat(access.path("consent_id").asText()).isEqualTo(approved.id());
        assertThat(access.path("consent_via").asText()).isEqualTo("token_exchange");
        approvals.revoke(approved.id());
        assertThat(approvals
                        .introspect(exchanged.text("access_token"), "access_token")
                        .path("active")
                        .asBoolean())
                .isFalse();
        Answer again = realm.client("app").token(TOKEN_EXCHANGE, exchange);
        assertThat(again.hasToken()).isFalse();
        assertThat(again.error()).isEqualTo("invalid_request");
    }
}
