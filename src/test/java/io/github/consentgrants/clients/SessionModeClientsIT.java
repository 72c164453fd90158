package io.github.consentgrants.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.AskPolicies;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same applications as in {@link KeycloakJsIT} and {@link OidcClientTsIT}, where an approval lasts for the session. */
@DisplayName("Given an application in Chromium whose approvals last for the session")
final class SessionModeClientsIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
        AskPolicies.session(realm);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    /** The click's grant and those of its reloads, each spent for tokens of its own. */
    private void assertGrants(int grants) throws Exception {
        assertThat(Grants.of(realm)).hasSize(grants).allMatch(Grants.Row::redeemed);
        assertThat(realm.events("GRANT_CONSENT")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login-required", "/check-sso", "/own-frame-check-sso"})
    @DisplayName("when keycloak-js has signed in by one click, then reloads ask nobody")
    void keycloakJs(String path) throws Exception {
        try (BrowserApplication app = KeycloakJsIT.start(realm)) {
            app.open(path);
            if (!path.equals("/login-required")) {
                app.says("state", "nobody");
                app.press("login");
            }
            app.signIn();
            app.authorize();
            app.knowsAlice();
            app.reload();
            app.knowsAlice();
            app.reload();
            app.knowsAlice();
            assertGrants(3);
        }
    }

    @Test
    @DisplayName(
            "when keycloak-js checks with a page that the click did not lead to, then a reload is answered with consent_required")
    void keycloakJsOtherPage() throws Exception {
        try (BrowserApplication app = KeycloakJsIT.start(realm)) {
            app.open("/silent-check-sso");
            app.says("state", "nobody");
            app.press("login");
            app.signIn();
            app.authorize();
            app.knowsAlice();
            app.reload();
            app.says("state", "nobody");
            assertThat(app.lastError()).contains("consent_required");
            assertGrants(1);
        }
    }

    @Test
    @DisplayName(
            "when oidc-client-ts keeps its user in memory and signs in silently at its own page, then reloads ask nobody")
    void oidcClientTs() throws Exception {
        try (BrowserApplication app = OidcClientTsIT.start(realm)) {
            app.open("/memory-own-frame");
            app.says("silent", "login_required");
            app.press("login");
            app.signIn();
            app.authorize();
            app.knowsAlice();
            app.reload();
            app.says("silent", "success");
            app.knowsAlice();
            assertGrants(2);
        }
    }
}
