package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a user who is signed in and must sign in again")
final class ReauthenticationIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName(
            "when the client says prompt=login, then the page comes after the password, and one code after the click")
    void promptLogin() throws Exception {
        oneCode(REALM, app, agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
        oneCode(REALM, app, agent, Browser.signIn(agent, app.request(Map.of("prompt", "login")), "alice"));
        oneCode(REALM, app, agent, Browser.signIn(agent, app.request(Map.of("prompt", "login consent")), "alice"));
    }

    @Test
    @DisplayName("when another user answers prompt=login, then nothing is issued")
    void otherUser() throws Exception {
        oneCode(REALM, app, agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
        Page next = Browser.signIn(agent, app.request(Map.of("prompt", "login")), "bob");
        Page end = next.isConsent() ? Browser.authorize(agent, next) : next;
        assertThat(Browser.hasCode(end)).isFalse();
    }

    @Test
    @DisplayName("when the sign-in is older than max_age, then the page comes after the password")
    void maxAge() throws Exception {
        oneCode(REALM, app, agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
        Page login = REALM.probe().later(60, () -> agent.open(app.request(Map.of("max_age", "30"))));
        Page consent = Browser.password(agent, login, "alice");
        oneCode(REALM, app, agent, consent);
    }
}
