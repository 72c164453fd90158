package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Mailbox;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a user who forgot the password on the way to a gated client")
final class ResetCredentialsIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    @AutoClose
    private static final Mailbox MAILBOX = new Mailbox(REALM);

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @BeforeAll
    static void allowReset() {
        REALM.update(Map.of("resetPasswordAllowed", true));
    }

    @Test
    @DisplayName("when the link is opened in the same browser, then the page asks once, and one code follows")
    void sameBrowser() throws Exception {
        askForLink(agent.open(app.request(Map.of())));
        Walk.oneCode(REALM, app, agent, agent.open(MAILBOX.link()));
    }

    @Test
    @DisplayName("when it is opened in another browser, then no code comes without the page")
    void otherBrowser() throws Exception {
        askForLink(agent.open(app.request(Map.of())));
        UserAgent other = new UserAgent();
        long before = consumed(REALM);
        Walk walk = Walk.from(other, other.open(MAILBOX.link()));
        assertThat(consumed(REALM) - before).isEqualTo(walk.hasCode() ? 1 : 0);
        assertThat(walk.asked()).isLessThanOrEqualTo(1);
    }

    @Test
    @DisplayName("when no client asked for anything, but a link names the client, then there is never a code")
    void noAuthorizationRequest() throws Exception {
        String query = UserAgent.encode(Map.of("client_id", "app", "redirect_uri", RelyingParty.REDIRECT_URI));
        URI link = REALM.server()
                .baseUrl()
                .resolve("/realms/" + REALM.name() + "/login-actions/reset-credentials?" + query);
        agent.submit(agent.open(link), "kc-reset-password-form", null, Map.of("username", "alice"));
        Walk.noCode(REALM, agent, agent.open(MAILBOX.link()));
    }

    private void askForLink(Page login) {
        Page form = agent.open(URI.create(
                login.document().selectFirst("a[href*=reset-credentials]").absUrl("href")));
        agent.submit(form, "kc-reset-password-form", null, Map.of("username", "alice"));
    }
}
