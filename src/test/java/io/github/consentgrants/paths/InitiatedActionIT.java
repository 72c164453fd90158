package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a user who has something else to do on the way to a gated client")
final class InitiatedActionIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private static final String PASSWORD_FORM = "kc-passwd-update-form";

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("when the client asks for it (kc_action), done or cancelled, then there is one page and one code")
    void askedByTheClient(boolean cancelled) throws Exception {
        long before = consumed(REALM);
        Page next = Browser.signIn(agent, app.request(Map.of("kc_action", "UPDATE_PASSWORD")), "alice");
        Page end = walk(next, cancelled, 1);
        assertThat(Browser.redeems(app, end)).isTrue();
        assertThat(consumed(REALM)).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("when it is pending before the page, then it comes first or last, with one page and one code")
    void pendingBefore() throws Exception {
        require("UPDATE_PASSWORD");
        long before = consumed(REALM);
        Page end = walk(Browser.signIn(agent, app.request(Map.of()), "alice"), false, 1);
        assertThat(Browser.redeems(app, end)).isTrue();
        assertThat(consumed(REALM)).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("when it becomes due between click and code, then the grant waits for it, and is spent once")
    void pendingAfter() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        Page redirect = Tab.of(REALM, agent, consent).approve();
        require("UPDATE_PASSWORD");
        Page password = nothingIssued(REALM, () -> agent.follow(redirect));
        assertThat(password.document().getElementById(PASSWORD_FORM)).isNotNull();
        long before = consumed(REALM);
        Page end = walk(password, false, 0);
        assertThat(Browser.redeems(app, end)).isTrue();
        assertThat(consumed(REALM)).isEqualTo(before + 1);
    }

    private static void require(String action) {
        REALM.updateUser("alice", Map.of("requiredActions", List.of(action)));
    }

    /** Does what the pages ask for; the consent page comes as often as expected. */
    private Page walk(Page first, boolean cancelled, int expected) {
        Page page = first;
        int asked = 0;
        for (int i = 0; i < 5 && !page.isRedirect(); i++) {
            if (page.isConsent()) {
                asked++;
                page = Browser.authorize(agent, page);
            } else {
                Map<String, String> password = Map.of("password-new", "alice", "password-confirm", "alice");
                page = cancelled
                        ? agent.submit(page, PASSWORD_FORM, null, Map.of("cancel-aia", "true"))
                        : agent.submit(page, PASSWORD_FORM, null, password);
            }
        }
        assertThat(asked).isEqualTo(expected);
        return page;
    }
}
