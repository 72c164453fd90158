package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Mailbox;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a link in an e-mail of Keycloak")
final class EmailLinksIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    @AutoClose
    private static final Mailbox MAILBOX = new Mailbox(REALM);

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName(
            "when it verifies the address in the browser that signs in, then the page asks once, and one code follows")
    void verifySameBrowser() {
        mustVerify("bob");
        Walk walk = Walk.from(agent, Browser.signIn(agent, app.request(Map.of()), "bob"));
        assertThat(walk.hasCode()).isFalse();
        Walk.goOn(walk, agent.open(MAILBOX.link()));
        assertThat(walk.hasCode()).isTrue();
        assertThat(walk.asked()).isEqualTo(1);
    }

    @Test
    @DisplayName("when it verifies the address in another browser, then that one gets no code")
    void verifyOtherBrowser() throws Exception {
        mustVerify("alice");
        Walk.from(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
        UserAgent other = new UserAgent();
        Walk.noCode(REALM, other, other.open(MAILBOX.link()));
    }

    @Test
    @DisplayName(
            "when an administrator sent it to make the user do something for the client, then there is never a code")
    void executeActions() throws Exception {
        String query = UserAgent.encode(Map.of("client_id", "app", "redirect_uri", RelyingParty.REDIRECT_URI));
        REALM.server()
                .admin()
                .put(
                        "/realms/" + REALM.name() + "/users/" + REALM.userId("alice") + "/execute-actions-email?"
                                + query,
                        List.of("UPDATE_PASSWORD"));
        Walk.noCode(REALM, agent, agent.open(MAILBOX.link()));
    }

    @BeforeAll
    static void enableVerification() {
        REALM.server()
                .admin()
                .post(
                        "/realms/" + REALM.name() + "/authentication/register-required-action",
                        Map.of("providerId", "VERIFY_EMAIL", "name", "Verify Email"));
    }

    private static void mustVerify(String user) {
        REALM.updateUser(user, Map.of("emailVerified", false, "requiredActions", List.of("VERIFY_EMAIL")));
    }
}
