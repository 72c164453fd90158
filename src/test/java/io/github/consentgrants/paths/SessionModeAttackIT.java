package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.github.consentgrants.testing.AskPolicies;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Given an approval that lasts for the session")
final class SessionModeAttackIT {
    private final TestRealm realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));
    private final RelyingParty app = realm.app();
    private final UserAgent agent = new UserAgent();

    @BeforeEach
    void approve() {
        AskPolicies.session(realm);
        Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
        assertThat(Browser.hasCode(agent.open(app.request(Map.of())))).isTrue();
    }

    @AfterEach
    void close() {
        realm.close();
    }

    /** Nothing is given without a page: no code, and no row of a grant. */
    private void assertAsked(UserAgent browser, URI request) {
        assertAsked(browser, request, Map.of());
    }

    private void assertAsked(UserAgent browser, URI request, Map<String, String> passive) {
        int rows = rows();
        assertThat(browser.open(request).isConsent()).isTrue();
        assertThat(rows()).isEqualTo(rows);
        if (!passive.isEmpty()) {
            assertThat(RelyingParty.error(browser.open(app.request(passive)))).isEqualTo("consent_required");
            assertThat(rows()).isEqualTo(rows);
        }
    }

    private int rows() {
        try {
            return Grants.of(realm).size();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "scope,          openid profile email phone",
        "scope,          openid profile email address phone",
        "scope,          openid profile",
        "scope,          openid",
        "response_mode,  fragment",
        "claims,         '{\"id_token\":{\"email\":{\"essential\":true}}}'",
        "max_age,        10000",
        "dpop_jkt,       0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
        "resource,       https://api.example",
        "purpose,        something else",
    })
    @DisplayName("when another request differs from what was approved, then the user is asked")
    void otherRequest(String parameter, String value) {
        assertAsked(agent, app.request(Map.of(parameter, value)), Map.of(parameter, value, "prompt", "none"));
    }

    @Test
    @DisplayName(
            "when a request wants another answer, another level or another language, then no code comes without a click")
    void otherAnswer() {
        assertAsked(agent, app.request(Map.of("response_mode", "form_post")));
        assertThat(Browser.hasCode(agent.open(app.request(Map.of("acr_values", "0")))))
                .isFalse();
        realm.update(Map.of(
                "internationalizationEnabled", true, "supportedLocales", List.of("en", "de"), "defaultLocale", "en"));
        assertAsked(agent, app.request(Map.of("ui_locales", "de")));
    }

    @Test
    @DisplayName("when the request has another redirect target, or no PKCE, then the user is asked")
    void otherTarget() {
        assertAsked(agent, app.request(URI.create(RelyingParty.REDIRECT_URI + "/evil"), Map.of()));
        assertAsked(agent, app.request(URI.create(RelyingParty.REDIRECT_URI + "?a=b"), Map.of()));
        assertAsked(agent, realm.app().withoutPkce().request(Map.of()));
        assertAsked(agent, app.request(Map.of("code_challenge_method", "plain")));
    }

    @Test
    @DisplayName("when another client asks for the same, then the user is asked")
    void otherClient() {
        assertAsked(agent, realm.publicApp().request(Map.of()));
    }

    @Test
    @DisplayName("when the user signs in in another browser, then the user is asked there")
    void otherBrowser() {
        UserAgent other = new UserAgent();
        Page consent = Browser.signIn(other, app.request(Map.of()), "alice");
        assertThat(consent.isConsent()).isTrue();
        assertThat(RelyingParty.error(other.open(app.request(Map.of("prompt", "none")))))
                .isEqualTo("login_required");
    }

    @Test
    @DisplayName("when a browser has all cookies but that of the session, then it gets nothing without a password")
    void fixatedSession() {
        UserAgent other = agent.fork();
        other.forgetCookies("KEYCLOAK_IDENTITY");
        Page login = other.open(app.request(Map.of()));
        assertThat(login.isConsent() || Browser.hasCode(login)).isFalse();
        assertThat(Browser.hasCode(Browser.password(other, login, "alice"))).isFalse();
    }

    @Test
    @DisplayName("when the user signs in again in the same session, then the user is asked")
    void signedInAgain() {
        Page login = agent.open(app.request(Map.of("prompt", "login")));
        assertThat(login.isConsent()).isFalse();
        assertThat(agent.submit(login, "kc-form-login", null, Map.of("password", "alice"))
                        .isConsent())
                .isTrue();
    }

    @Test
    @DisplayName("when the user has signed out and in again, then the user is asked")
    void signedOut() {
        OIDCTokens tokens = app.tokens(agent.open(app.request(Map.of())));
        agent.open(realm.server()
                .baseUrl()
                .resolve("/realms/" + realm.name() + "/protocol/openid-connect/logout?id_token_hint="
                        + tokens.getIDTokenString()));
        Page login = agent.open(app.request(Map.of()));
        assertThat(login.isConsent() || Browser.hasCode(login)).isFalse();
        assertThat(Browser.password(agent, login, "alice").isConsent()).isTrue();
    }

    @Test
    @DisplayName("when an administrator has ended the session, then the user is asked after the next sign-in")
    void sessionEnded() {
        realm.server()
                .admin()
                .send("POST", "/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/logout", null);
        Page login = agent.open(app.request(Map.of()));
        assertThat(login.isConsent() || Browser.hasCode(login)).isFalse();
        assertThat(Browser.password(agent, login, "alice").isConsent()).isTrue();
    }

    @Test
    @DisplayName("when another user signs in in the same browser, then that user is asked")
    void otherUser() {
        realm.server()
                .admin()
                .send("POST", "/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/logout", null);
        Page consent = Browser.password(agent, agent.open(app.request(Map.of())), "bob");
        assertThat(consent.isConsent()).isTrue();
        assertThat(consent.text()).contains("bob");
    }

    @Test
    @DisplayName("when what the page shows has changed, then the user is asked")
    void changedContent() {
        realm.updateClient("app", Map.of("name", "Another App"));
        assertAsked(agent, app.request(Map.of()), Map.of("prompt", "none"));
    }

    @Test
    @DisplayName("when the policy says always from now on, or another age, then the user is asked")
    void changedPolicy() {
        AskPolicies.say(realm, Map.of("mode", "session", "max-age", "7200"));
        assertAsked(agent, app.request(Map.of()), Map.of("prompt", "none"));
        AskPolicies.say(realm, Map.of("mode", "always"));
        assertAsked(agent, app.request(Map.of()), Map.of("prompt", "none"));
    }

    @Test
    @DisplayName("when the user approved a page that did not say that it lasts, then the user is asked")
    void saidNothing() {
        AskPolicies.say(realm, Map.of("mode", "always"));
        Map<String, String> other = Map.of("scope", "openid");
        Browser.authorize(agent, agent.open(app.request(other)));
        AskPolicies.session(realm);
        assertAsked(agent, app.request(other), Map.of("scope", "openid", "prompt", "none"));
    }

    @Test
    @DisplayName(
            "when another tab approves something else, then a tab that waits is still asked, and denies for itself")
    void otherTab() {
        Page waiting = agent.open(app.request(Map.of("scope", "openid phone")));
        Page other = agent.open(app.request(Map.of("scope", "openid address")));
        assertThat(Browser.hasCode(Browser.authorize(agent, other))).isTrue();
        assertAsked(agent, app.request(Map.of("scope", "openid phone")));
        assertThat(RelyingParty.error(Browser.deny(agent, waiting))).isEqualTo("access_denied");
        assertAsked(agent, app.request(Map.of("scope", "openid phone")));
    }

    @Test
    @DisplayName("when the approval was taken back, then the user is asked, whatever was derived before")
    void takenBack() throws SQLException {
        String click = Grants.of(realm).get(0).id();
        // A second client keeps the user's session alive in which the approval was given.
        Browser.authorize(agent, agent.open(realm.publicApp().request(Map.of())));
        realm.server().admin().post("/realms/" + realm.name() + "/consent-grants/" + click + "/revoke", Map.of());
        assertAsked(agent, app.request(Map.of()), Map.of("prompt", "none"));
    }

    @Test
    @DisplayName("when the user revokes the application's access, then the user is asked")
    void accessRevoked() {
        realm.server().admin().delete("/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/consents/app");
        Page next = agent.open(app.request(Map.of()));
        assertThat(Browser.hasCode(next)).isFalse();
    }

    @Test
    @DisplayName("when the click's row is gone, then the user is asked")
    void rowGone() throws SQLException {
        try (var connection = realm.server().openConnection();
                var delete = connection.prepareStatement("DELETE FROM cg_consent_grant WHERE realm_id = ?")) {
            delete.setString(1, realm.id());
            delete.executeUpdate();
        }
        assertAsked(agent, app.request(Map.of()), Map.of("prompt", "none"));
    }

    @Test
    @DisplayName("when each of many tabs asks at once, then each gets a code of its own, and one row each")
    void manyAtOnce() throws SQLException {
        List<Page> ends = IntStream.range(0, 6)
                .parallel()
                .mapToObj(tab -> agent.open(app.request(Map.of())))
                .toList();
        assertThat(ends).allMatch(Browser::hasCode);
        assertThat(ends.stream().map(RelyingParty::code).distinct()).hasSize(6);
        assertThat(Grants.of(realm)).hasSize(8).allMatch(Grants.Row::consumed);
    }
}
