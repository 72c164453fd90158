package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keycloak keeps a tab's notes in memory, where one request sees what another has changed before it has committed. */
@DisplayName("Given an approved request, of whose tab another request is using the grant right now")
final class ParallelResumesIT {
    private static final String TOKEN = "consent-grant.token";

    @AutoClose
    private final TestRealm realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = realm.app();
    private final UserAgent agent = new UserAgent();
    private Tab tab;
    private Page resume;

    @BeforeEach
    void takeTheToken() {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        tab = Tab.of(realm, agent, consent);
        resume = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
        assertThat(tab.authNote(TOKEN)).isNotEmpty();
        tab.authNote(TOKEN, "");
    }

    @Test
    @DisplayName(
            "when the tab is resumed once more, then nothing of it changes until it has ended, and no error is shown")
    void waits() throws Exception {
        String page = tab.authNote("consent-grant.page");
        CompletableFuture<Page> second =
                CompletableFuture.supplyAsync(() -> agent.fork().follow(resume));
        TimeUnit.SECONDS.sleep(1);
        assertThat(second).isNotDone();
        assertThat(tab.authNote("consent-grant.return-to-flow")).isEmpty();
        assertThat(tab.authNote("consent-grant.page")).isEqualTo(page);
        tab.end();
        assertThat(second.join().status()).isLessThan(400);
        assertThat(Browser.hasCode(second.join())).isFalse();
        assertThat(Grants.of(realm)).hasSize(1);
    }

    @Test
    @DisplayName("when the other request fails, then the user is asked again and gets a code for another click")
    void asksAgain() throws Exception {
        Page again = agent.follow(resume);
        assertThat(again.isConsent()).isTrue();
        assertThat(Browser.redeems(app, Browser.authorize(agent, again))).isTrue();
        assertThat(Grants.of(realm)).extracting(Grants.Row::consumed).containsExactlyInAnyOrder(false, true);
    }
}
