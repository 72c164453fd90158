package io.github.consentgrants.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.NodeModules;
import io.github.consentgrants.testing.TestRealm;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given an application with oidc-client-ts, a gated client, in Chromium")
final class OidcClientTsIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;
    private BrowserApplication app;

    @BeforeEach
    void startApplication() throws Exception {
        realm = TestRealm.create(server);
        app = start(realm);
    }

    /** Starts the application as a client of a realm. */
    static BrowserApplication start(TestRealm realm) throws Exception {
        return BrowserApplication.start(
                realm,
                "oidc-client-ts",
                NodeModules.file("oidc-client-ts/dist/browser/oidc-client-ts.min.js"),
                Map.of(
                        "authority",
                        realm.server().baseUrl() + "/realms/" + realm.name(),
                        "client_id",
                        BrowserApplication.CLIENT,
                        "scope",
                        "openid profile"));
    }

    @AfterEach
    void stopApplication() {
        app.close();
        realm.close();
    }

    /** Clicks, of which each is an approval that gave tokens. */
    private void assertClicks(int clicks) throws Exception {
        assertThat(Grants.of(realm)).hasSize(clicks).allMatch(Grants.Row::redeemed);
    }

    private void signInAt(String path) {
        app.open(path);
        app.says("state", "nobody");
        app.press("login");
        app.signIn();
        app.authorize();
        app.knowsAlice();
    }

    @Test
    @DisplayName("when it keeps its user in the session storage, then one click signs in, and a reload asks nobody")
    void sessionStorage() throws Exception {
        signInAt("/stored");
        app.reload();
        app.knowsAlice();
        assertClicks(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/memory", "/memory-own-frame"})
    @DisplayName(
            "when it keeps its user in memory, then a reload is answered with consent_required, and its log-in takes one click")
    void memory(String path) throws Exception {
        signInAt(path);
        app.reload();
        app.says("silent", "consent_required");
        app.says("state", "nobody");
        assertClicks(1);

        app.press("login");
        app.authorize();
        app.knowsAlice();
        assertClicks(2);
    }

    @Test
    @DisplayName("when nobody is signed in, then a silent sign-in is answered with login_required")
    void nobody() throws Exception {
        app.open("/memory");
        app.says("silent", "login_required");
        assertThat(Grants.of(realm)).isEmpty();
    }

    @Test
    @DisplayName("when the user denies, then it gets access_denied")
    void denied() {
        app.open("/stored");
        app.says("state", "nobody");
        app.press("login");
        app.signIn();
        app.deny();
        app.says("state", "access_denied");
    }

    @Test
    @DisplayName(
            "when it has a refresh token, then it renews by itself and asks nobody, until the approval is taken back")
    void renew() throws Exception {
        // The library renews a minute before the token expires, so at once.
        realm.update(Map.of("accessTokenLifespan", 62));
        signInAt("/stored");
        app.says("renewed", "1");
        assertClicks(1);

        app.takeApprovalsBack();
        app.press("renew");
        app.says("silent", "invalid_grant");
    }

    @Test
    @DisplayName("when it gets no refresh token, then a renewal in a frame is answered with consent_required")
    void renewInFrame() throws Exception {
        realm.updateAttributes(BrowserApplication.CLIENT, Map.of("use.refresh.tokens", "false"));
        signInAt("/stored");
        app.press("renew");
        app.says("silent", "consent_required");
        app.knowsAlice();
        assertClicks(1);
    }
}
