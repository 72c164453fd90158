package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.text.ParseException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("uncached")
@DisplayName("Given an approved request A")
final class RefusedRequestIT {
    @AutoClose
    private static final TestRealm REALM =
            TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.LATE_CHANGE);

    private static final Map<String, String> WITHOUT_CLAIMS =
            Map.of("login_hint", "user alice", "scope", "openid email");

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @BeforeAll
    static void mapClaims() {
        REALM.addMapper("app", "oidc-claims-param-token-mapper", Map.of("id.token.claim", "true"));
        REALM.removeScope("app", "profile");
    }

    @Test
    @DisplayName(
            "when another request B is refused before A's code is redeemed, then no token has anything of B: A is asked again")
    void refused() throws Exception {
        Page approved = Browser.authorize(agent, Browser.signIn(agent, app.request(WITHOUT_CLAIMS), "alice"));
        assertThat(Browser.hasCode(approved)).isTrue();

        Map<String, String> b = Map.of(
                "login_hint",
                "note nonce",
                "scope",
                "openid phone",
                "claims",
                "{\"id_token\":{\"family_name\":{\"essential\":true}}}");
        Page asked = agent.open(REALM.app().request(b));
        long before = consumed(REALM);
        Page refused = Browser.authorize(agent, asked);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(consumed(REALM)).isEqualTo(before);

        assertThat(app.redeem(approved).toErrorResponse().getErrorObject().getCode())
                .isEqualTo("invalid_grant");
        oneCode(REALM, app, agent, agent.open(app.request(WITHOUT_CLAIMS)));
    }

    @Test
    @DisplayName("when B is approved after A's code was redeemed, then B's tokens have nothing of A")
    void approvedAfterwards() throws Exception {
        Page a = Browser.authorize(agent, Browser.signIn(agent, app.request(withClaims()), "alice"));
        assertThat(familyName(app, a)).isEqualTo("Example");

        RelyingParty other = REALM.app();
        Page b = Browser.authorize(agent, agent.open(other.request(WITHOUT_CLAIMS)));
        assertThat(familyName(other, b)).isNull();
    }

    @Test
    @DisplayName(
            "when B is approved before A's code is redeemed, then A's code is good for nothing, and B's has nothing of A")
    void approvedMeanwhile() throws Exception {
        Page a = Browser.authorize(agent, Browser.signIn(agent, app.request(withClaims()), "alice"));
        RelyingParty other = REALM.app();
        Page b = Browser.authorize(agent, agent.open(other.request(WITHOUT_CLAIMS)));

        assertThat(app.redeem(a).toErrorResponse().getErrorObject().getCode()).isEqualTo("invalid_grant");
        assertThat(REALM.event("CODE_TO_TOKEN_ERROR")
                        .path("details")
                        .path("consent_grant_reason")
                        .asText())
                .isEqualTo("binding_mismatch");
        assertThat(familyName(other, b)).isNull();
    }

    private static Map<String, String> withClaims() {
        return Map.of(
                "login_hint",
                "user alice",
                "scope",
                "openid email",
                "claims",
                "{\"id_token\":{\"family_name\":{\"essential\":true}}}");
    }

    private static Object familyName(RelyingParty app, Page end) throws ParseException {
        return app.tokens(end).getIDToken().getJWTClaimsSet().getClaim("family_name");
    }
}
