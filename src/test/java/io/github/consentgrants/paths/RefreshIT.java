package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given tokens of a gated client, when they are refreshed")
final class RefreshIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final UserAgent agent = new UserAgent();
    private OIDCTokens tokens;

    @BeforeEach
    void approve() {
        RelyingParty app = REALM.app();
        tokens = app.tokens(
                Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of("scope", "openid email")), "alice")));
    }

    private Answer refresh(Map<String, String> more) {
        Map<String, String> form = new HashMap<>(more);
        form.put("refresh_token", tokens.getRefreshToken().getValue());
        return REALM.client("app").token("refresh_token", form);
    }

    @Test
    @DisplayName("then within what was approved")
    void within() {
        Answer answer = refresh(Map.of());
        assertThat(answer.hasToken()).isTrue();
        assertThat(answer.text("scope").split(" "))
                .containsExactlyInAnyOrder(
                        tokens.getAccessToken().getScope().toStringList().toArray(String[]::new));
    }

    @Test
    @DisplayName("then not for a scope that was not on the page")
    void beyond() {
        Answer answer = refresh(Map.of("scope", "openid email address"));
        assertThat(answer.text("scope").split(" ")).contains("email").doesNotContain("address");
    }

    @Test
    @DisplayName("then not after the user revoked the client's consent in the account")
    void revoked() {
        REALM.server().admin().delete("/realms/" + REALM.name() + "/users/" + REALM.userId("alice") + "/consents/app");
        assertThat(refresh(Map.of()).hasToken()).isFalse();
    }
}
