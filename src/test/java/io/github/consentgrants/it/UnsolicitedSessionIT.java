package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given a session that a link opened for a client, without an authorization request")
final class UnsolicitedSessionIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();

    /** Opens the link that resets credentials, goes back to the sign-in from there, and signs in. */
    private Page signInByLink(TestRealm realm, String clientId) {
        realm.update(Map.of("resetPasswordAllowed", true));
        String redirect = URLEncoder.encode(RelyingParty.REDIRECT_URI, StandardCharsets.UTF_8);
        Page reset = agent.open(server.baseUrl()
                .resolve("/realms/" + realm.name() + "/login-actions/reset-credentials?client_id=" + clientId
                        + "&redirect_uri=" + redirect));
        URI back = URI.create(
                reset.document().select("a[href*=/login-actions/authenticate]").attr("abs:href"));
        return Browser.password(agent, agent.open(back), "alice");
    }

    @ParameterizedTest
    @EnumSource(
            value = Option.class,
            names = {"WITHOUT_AUTHENTICATOR", "ALL_CLIENTS"})
    @DisplayName(
            "when the user signs in and the client is gated, then it ends on Keycloak's page, without grant and code")
    void gated(Option option) throws Exception {
        try (TestRealm realm = TestRealm.create(server, option)) {
            Page end = signInByLink(realm, "app");
            assertThat(Browser.hasCode(end)).isFalse();
            assertThat(end.isConsent()).isFalse();
            assertThat(end.status()).isEqualTo(200);
            assertThat(end.text()).contains("Your account has been updated");
            assertThat(Grants.of(realm)).isEmpty();
        }
    }

    @Test
    @DisplayName("when Keycloak forgets the required action, then the guard refuses")
    void guard() throws Exception {
        try (TestRealm realm =
                TestRealm.create(server, Option.WITHOUT_AUTHENTICATOR, Option.ACTION_IS_SKIPPED, Option.ALL_CLIENTS)) {
            Page end = signInByLink(realm, "plain");
            assertThat(Browser.hasCode(end)).isFalse();
            assertThat(realm.events("LOGIN")).isEmpty();
        }
    }

    @Test
    @DisplayName("when the client is not gated, then Keycloak behaves as it always did")
    void notGated() {
        try (TestRealm realm = TestRealm.create(server)) {
            assertThat(Browser.hasCode(signInByLink(realm, "plain"))).isTrue();
        }
    }
}
