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
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given an approved request A whose code is not redeemed yet")
final class RefusedRequestIT {
    @AutoClose
    private static final TestRealm REALM =
            TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.LATE_CHANGE);

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @BeforeAll
    static void mapClaims() {
        REALM.addMapper("app", "oidc-claims-param-token-mapper", Map.of("id.token.claim", "true"));
        REALM.removeScope("app", "profile");
    }

    @Test
    @DisplayName(
            "when another request B of the same client is refused at the end, then no token has anything of B: A is asked again")
    void refused() throws Exception {
        Map<String, String> a = Map.of("login_hint", "user alice", "scope", "openid email");
        Page approved = Browser.authorize(agent, Browser.signIn(agent, app.request(a), "alice"));
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
        oneCode(REALM, app, agent, agent.open(app.request(a)));
    }
}
