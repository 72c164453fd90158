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

@DisplayName("Given an application with keycloak-js, a gated client, in Chromium")
final class KeycloakJsIT {
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
                "keycloak-js",
                NodeModules.file("keycloak-js/lib/keycloak.js"),
                Map.of(
                        "url", realm.server().baseUrl().toString(),
                        "realm", realm.name(),
                        "clientId", BrowserApplication.CLIENT));
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

    @Test
    @DisplayName("when it requires a sign-in, then one click signs in, and each reload takes one click more")
    void loginRequired() throws Exception {
        app.open("/login-required");
        app.signIn();
        app.authorize();
        app.knowsAlice();
        assertClicks(1);

        app.reload();
        app.authorize();
        app.knowsAlice();
        assertClicks(2);
    }

    @Test
    @DisplayName("when it requires a sign-in and the user denies, then it gets access_denied")
    void denied() throws Exception {
        app.open("/login-required");
        app.signIn();
        app.deny();
        app.says("state", "access_denied");
        assertThat(Grants.of(realm))
                .singleElement()
                .matches(row -> row.decision().equals("DENIED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/check-sso", "/silent-check-sso", "/own-frame-check-sso"})
    @DisplayName(
            "when it checks for single sign-on, by redirects or in a frame, then a reload is answered with consent_required, and its log-in takes one click")
    void checkSso(String path) throws Exception {
        app.open(path);
        app.says("state", "nobody");
        app.press("login");
        app.signIn();
        app.authorize();
        app.knowsAlice();
        assertThat(app.lastError()).isEmpty();

        app.reload();
        app.says("state", "nobody");
        assertThat(app.lastError()).contains("consent_required");
        assertClicks(1);

        app.press("login");
        app.authorize();
        app.knowsAlice();
        assertClicks(2);
    }

    @Test
    @DisplayName("when it refreshes its token, then nobody is asked, until the approval is taken back")
    void refresh() throws Exception {
        app.open("/check-sso");
        app.says("state", "nobody");
        app.press("login");
        app.signIn();
        app.authorize();
        app.knowsAlice();
        app.press("refresh");
        app.says("refreshed", "refreshed");
        assertClicks(1);

        app.takeApprovalsBack();
        app.press("refresh");
        app.says("refreshed", "refused");
        app.says("state", "nobody");
    }

    @Test
    @DisplayName(
            "when the user logs out, then a check for single sign-on finds nobody, and signing in takes password and click")
    void logout() throws Exception {
        app.open("/silent-check-sso");
        app.says("state", "nobody");
        app.press("login");
        app.signIn();
        app.authorize();
        app.knowsAlice();
        app.press("logout");
        app.says("state", "nobody");
        app.press("login");
        app.signIn();
        app.authorize();
        app.knowsAlice();
        assertClicks(2);
    }
}
