package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.SetUp;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.text.ParseException;
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

@DisplayName("Given two requests of one client and session that ask for offline access")
final class OfflineTokensIT {
    private static final String CLAIMS = "{\"id_token\":{\"family_name\":{\"essential\":true}}}";
    private static final String PAYMENT = "[{\"type\":\"payment_initiation\",\"actions\":[\"initiate\"],"
            + "\"instructedAmount\":{\"currency\":\"EUR\",\"amount\":\"123.50\"}}]";

    @AutoClose
    private final TestRealm realm = SetUp.AUTHENTICATOR.createRealm();

    private final UserAgent agent = new UserAgent();

    /** So that Keycloak keeps the session, which it ends otherwise after the first offline token. */
    @BeforeEach
    void signInOnline() {
        realm.update(Map.of("enabledEventTypes", List.of("REFRESH_TOKEN_ERROR")));
        realm.grantRole("alice", "offline_access");
        realm.addMapper("app", "oidc-claims-param-token-mapper", Map.of("id.token.claim", "true"));
        realm.removeScope("app", "profile");
        realm.updateClient("app", Map.of("implicitFlowEnabled", true));
        RelyingParty app = realm.app();
        app.tokens(
                Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of("scope", "openid email")), "alice")));
    }

    private static Map<String, String> request(boolean claims) {
        Map<String, String> request = new HashMap<>(Map.of("scope", "openid email offline_access"));
        if (claims) {
            request.put("claims", CLAIMS);
        }
        return request;
    }

    private RelyingParty approve(Map<String, String> request) {
        RelyingParty app = realm.app();
        end = Browser.authorize(agent, agent.open(app.request(request)));
        return app;
    }

    private Page end;

    /** Returns the offline token of a request that is approved and redeemed. */
    private String token(Map<String, String> request) {
        return approve(request).tokens(end).getRefreshToken().getValue();
    }

    private Answer refresh(String token) {
        return realm.client("app").token("refresh_token", Map.of("refresh_token", token));
    }

    private static Object familyName(Answer answer) throws ParseException {
        assertThat(answer.hasToken()).as(answer.body().toString()).isTrue();
        return SignedJWT.parse(answer.text("id_token")).getJWTClaimsSet().getClaim("family_name");
    }

    private void assertEnded(Answer answer) {
        assertThat(answer.hasToken()).isFalse();
        assertThat(answer.error()).isEqualTo("invalid_grant");
        assertThat(realm.event("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("consent_grant_reason")
                        .asText())
                .isEqualTo("binding_mismatch");
    }

    @ParameterizedTest(name = "claims in the first: {0}, sessions are loaded from the database: {1}")
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    @DisplayName(
            "when they ask for different claims, then the later token follows its own, and the earlier one has ended")
    void different(boolean claimsInFirst, boolean forget) throws Exception {
        String first = refresh(token(request(claimsInFirst))).text("refresh_token");
        assertThat(familyName(refresh(first))).isEqualTo(claimsInFirst ? "Example" : null);
        if (forget) {
            realm.probe().call("forget-sessions", Map.of());
        }
        String second = token(request(!claimsInFirst));
        if (forget) {
            realm.probe().call("forget-sessions", Map.of());
        }
        assertThat(familyName(refresh(second))).isEqualTo(claimsInFirst ? null : "Example");
        assertEnded(refresh(first));
        String refreshed = refresh(second).text("refresh_token");
        assertThat(familyName(refresh(refreshed))).isEqualTo(claimsInFirst ? null : "Example");
    }

    @Test
    @DisplayName("when they ask for the same, then both tokens go on")
    void same() throws Exception {
        String first = token(request(true));
        String second = token(request(true));
        assertThat(familyName(refresh(first))).isEqualTo("Example");
        assertThat(familyName(refresh(second))).isEqualTo("Example");
    }

    @Test
    @DisplayName("when the earlier code is redeemed last, then it is refused, and the later token goes on")
    void redeemedLast() throws Exception {
        RelyingParty app = approve(request(true));
        Page first = end;
        String second = token(request(false));
        assertThat(app.redeem(first).toErrorResponse().getErrorObject().getCode())
                .isEqualTo("invalid_grant");
        assertThat(familyName(refresh(second))).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("when the later one is hybrid, then the offline session follows it as soon as it is answered")
    void hybrid(boolean claimsInFirst) throws Exception {
        String first = token(request(claimsInFirst));
        Map<String, String> hybrid = request(!claimsInFirst);
        hybrid.put("response_type", "code id_token");
        RelyingParty app = approve(hybrid);
        assertEnded(refresh(first));
        URI answer = URI.create(end.location().toString().replace('#', '?'));
        String second = app.redeem(URI.create(RelyingParty.REDIRECT_URI), answer)
                .toSuccessResponse()
                .getTokens()
                .getRefreshToken()
                .getValue();
        assertThat(familyName(refresh(second))).isEqualTo(claimsInFirst ? null : "Example");
    }

    @Test
    @DisplayName("when only the earlier one has authorization details, then no token of the later one has them")
    void details() throws Exception {
        Map<String, String> payment = request(false);
        payment.put("authorization_details", PAYMENT);
        String first = token(payment);
        assertThat(refresh(first).hasToken()).isTrue();
        Answer second = refresh(token(request(false)));
        assertThat(second.hasToken()).isTrue();
        assertThat(second.body().has("authorization_details")).isFalse();
        assertThat(SignedJWT.parse(second.text("access_token"))
                        .getJWTClaimsSet()
                        .getClaims())
                .doesNotContainKey("authorization_details");
        assertEnded(refresh(first));
    }

    @Test
    @DisplayName("when the gate is disabled between them, then both go on as in stock Keycloak")
    void ungated() {
        String first = token(request(true));
        realm.configureGate(false, Map.of());
        RelyingParty app = realm.app();
        Page answer = agent.open(app.request(request(false)));
        String second = app.tokens(answer).getRefreshToken().getValue();
        assertThat(refresh(first).hasToken()).isTrue();
        assertThat(refresh(second).hasToken()).isTrue();
    }
}
