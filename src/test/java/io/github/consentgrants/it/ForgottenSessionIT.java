package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.SetUp;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Full memory, a node that has left, a server that keeps no sessions in memory: Keycloak loads them from the database. */
@DisplayName("Given a code whose sessions are no longer in the node's memory, when it is redeemed")
final class ForgottenSessionIT {
    private static final String CLAIMS = "{\"id_token\":{\"family_name\":{\"essential\":true}}}";

    private final UserAgent agent = new UserAgent();
    private TestRealm realm;
    private RelyingParty app;

    private void createRealm(SetUp setUp) {
        realm = setUp.createRealm();
        realm.addMapper("app", "oidc-claims-param-token-mapper", Map.of("id.token.claim", "true"));
        realm.removeScope("app", "profile");
        app = realm.app();
    }

    @AfterEach
    void deleteRealm() {
        if (realm != null) {
            realm.close();
        }
    }

    private void forget() {
        realm.probe().call("forget-sessions", Map.of());
    }

    private Page approve(RelyingParty client, Map<String, String> parameters) {
        Page page = agent.open(client.request(parameters));
        Page end = Browser.authorize(agent, page.isConsent() ? page : Browser.password(agent, page, "alice"));
        forget();
        return end;
    }

    private static Map<String, String> withClaims() {
        return Map.of("scope", "openid email", "claims", CLAIMS);
    }

    private static Map<String, String> without() {
        return Map.of("scope", "openid email");
    }

    private static Object familyName(OIDCTokens tokens) throws Exception {
        return tokens.getIDToken().getJWTClaimsSet().getClaim("family_name");
    }

    private void assertRefused(TokenResponse answer) {
        assertThat(answer.toErrorResponse().getErrorObject().getCode()).isEqualTo("invalid_grant");
        assertThat(realm.event("CODE_TO_TOKEN_ERROR")
                        .path("details")
                        .path("consent_grant_reason")
                        .asText())
                .isEqualTo("binding_mismatch");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("then it is good for tokens, with what was approved, and they are refreshed")
    void redeemed(SetUp setUp) throws Exception {
        createRealm(setUp);
        OIDCTokens tokens = app.tokens(approve(app, withClaims()));
        assertThat(familyName(tokens)).isEqualTo("Example");
        forget();
        assertThat(realm.client("app")
                        .token(
                                "refresh_token",
                                Map.of("refresh_token", tokens.getRefreshToken().getValue()))
                        .hasToken())
                .isTrue();
        assertThat(Grants.of(realm)).extracting(Grants.Row::redeemed).containsExactly(true);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("then so are two codes of one session that ask for the same")
    void two(SetUp setUp) throws Exception {
        createRealm(setUp);
        Page first = approve(app, withClaims());
        RelyingParty other = realm.app();
        Page second = approve(other, withClaims());
        assertThat(familyName(app.tokens(first))).isEqualTo("Example");
        forget();
        assertThat(familyName(other.tokens(second))).isEqualTo("Example");
    }

    /** As an operator bounds it. On one node of a cluster: Keycloak takes the options nowhere else. */
    @Test
    @DisabledIfSystemProperty(
            named = "consentgrants.environment",
            matches = "containers",
            disabledReason = "The nodes of a cluster are processes")
    @DisplayName("then it is good for tokens too if the memory holds ten sessions, and twelve others have signed in")
    void smallMemory() {
        List<String> bounds =
                List.of("--cache-embedded-client-sessions-max-count=10", "--cache-embedded-sessions-max-count=10");
        try (KeycloakCluster cluster = KeycloakCluster.start(1, Map.of(), bounds);
                TestRealm ofFlow = TestRealm.create(cluster);
                TestRealm ofAction = TestRealm.create(cluster, Option.WITHOUT_AUTHENTICATOR)) {
            for (TestRealm one : List.of(ofFlow, ofAction)) {
                RelyingParty client = one.app();
                UserAgent browser = new UserAgent();
                Page end = Browser.authorize(browser, Browser.signIn(browser, client.request(withClaims()), "alice"));
                for (int i = 0; i < 12; i++) {
                    UserAgent other = new UserAgent();
                    Page consent = Browser.signIn(other, one.app().request(Map.of()), "bob");
                    assertThat(Browser.hasCode(Browser.authorize(other, consent)))
                            .isTrue();
                }
                assertThat(Browser.redeems(client, end)).as(one.name()).isTrue();
            }
        }
    }

    @Test
    @DisplayName("then not if another request with claims was approved meanwhile, which this one had not")
    void moreMeanwhile() throws Exception {
        createRealm(SetUp.AUTHENTICATOR);
        Page first = approve(app, without());
        RelyingParty other = realm.app();
        Page second = approve(other, withClaims());
        assertRefused(app.redeem(first));
        assertThat(familyName(other.tokens(second))).isEqualTo("Example");
    }

    @Test
    @DisplayName("then not if another request without claims was approved meanwhile, which this one had")
    void lessMeanwhile() throws Exception {
        createRealm(SetUp.AUTHENTICATOR);
        Page first = approve(app, withClaims());
        RelyingParty other = realm.app();
        Page second = approve(other, without());
        assertRefused(app.redeem(first));
        assertThat(familyName(other.tokens(second))).isNull();
    }
}
