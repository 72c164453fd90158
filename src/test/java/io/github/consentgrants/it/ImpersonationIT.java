package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given an administrator who impersonates a user")
final class ImpersonationIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();

    private void impersonate(TestRealm realm, String user) {
        agent.accept(server.admin()
                .send("POST", "/realms/" + realm.name() + "/users/" + realm.userId(user) + "/impersonation", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("when a gated client asks, whether a tab was open before or not, then there is no page, grant or code")
    void refused(boolean tabWasOpen) throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            if (tabWasOpen) {
                // Keycloak then ends in another user session, without the note of the impersonation.
                agent.open(realm.app().request(Map.of()));
            }
            impersonate(realm, "alice");
            Page end = agent.open(realm.app().request(Map.of()));
            assertThat(end.isConsent()).isFalse();
            assertThat(Browser.hasCode(end)).isFalse();
            assertThat(end.status()).isEqualTo(403);
            assertThat(end.text()).contains("Only the user can approve");
            assertThat(Grants.of(realm)).isEmpty();
            assertThat(realm.events("GRANT_CONSENT_ERROR").get(0).path("error").asText())
                    .isEqualTo("impersonated");
        }
    }

    /** What says who is behind the session must outlive a sign-on in another root session. */
    @Test
    @DisplayName(
            "when a client that is not gated is signed on to in a tab that was open before, then a gated one still asks nothing")
    void signedOnBefore() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            agent.open(realm.plain().request(Map.of()));
            impersonate(realm, "alice");
            assertThat(Browser.hasCode(agent.open(realm.plain().request(Map.of()))))
                    .isTrue();
            Page end = agent.open(realm.app().request(Map.of()));
            assertThat(end.isConsent()).isFalse();
            assertThat(end.status()).isEqualTo(403);
            assertThat(Grants.of(realm)).isEmpty();
        }
    }

    @Test
    @DisplayName("when the page was opened before, then it cannot be answered any more")
    void answersOpenPage() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
            assertThat(consent.isConsent()).isTrue();
            impersonate(realm, "alice");
            assertThat(Browser.authorize(agent, consent).status()).isEqualTo(403);
            assertThat(Grants.of(realm)).isEmpty();
        }
    }

    @Test
    @DisplayName("when a client that is not gated asks, then Keycloak behaves as it always did")
    void notGated() {
        try (TestRealm realm = TestRealm.create(server)) {
            impersonate(realm, "alice");
            assertThat(Browser.hasCode(agent.open(realm.plain().request(Map.of()))))
                    .isTrue();
        }
    }

    @Test
    @DisplayName("when another user signs in with a password in the same browser, then that user can approve")
    void anotherUser() {
        try (TestRealm realm = TestRealm.create(server)) {
            impersonate(realm, "alice");
            UserAgent bob = agent.fork();
            bob.forgetCookies("AUTH_SESSION");
            bob.forgetCookies("KEYCLOAK_");
            Page consent = Browser.signIn(bob, realm.app().request(Map.of()), "bob");
            assertThat(consent.isConsent()).isTrue();
            assertThat(Browser.hasCode(Browser.authorize(bob, consent))).isTrue();
        }
    }
}
