package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A node can write a tab back as it was before the click, and a node can be killed between the database and the tab. */
@DisplayName("Given an approved request, of whose click the tab knows nothing any more")
final class LostClickIT {
    @AutoClose
    private final TestRealm realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = realm.app();
    private final UserAgent agent = new UserAgent();
    private Page consent;

    @BeforeEach
    void loseTheClick() {
        consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        Tab tab = Tab.of(realm, agent, consent);
        agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
        tab.backToPage();
        assertThat(tab.authNote("consent-grant.clicked")).isEmpty();
    }

    @Test
    @DisplayName("when the page is opened again, then the click counts, and there is one code")
    void opened() throws Exception {
        assertThat(Browser.redeems(app, agent.open(consent.address()))).isTrue();
        assertThat(Grants.of(realm)).extracting(Grants.Row::consumed).containsExactly(true);
    }

    @Test
    @DisplayName("when the page is clicked again, then the first click counts, and there is one code")
    void clicked() throws Exception {
        Page page = agent.open(consent.address());
        assertThat(Browser.hasCode(page)).isTrue();
        assertThat(Browser.hasCode(Browser.authorize(agent, consent))).isFalse();
        assertThat(Grants.of(realm)).hasSize(1);
    }

    @Test
    @DisplayName("when the tab knows of a click but of no page, then a page is shown")
    void withoutPage() {
        Tab tab = Tab.of(realm, agent, consent);
        tab.authNote("consent-grant.clicked", "true");
        tab.authNote("consent-grant.page", "");
        assertThat(agent.open(consent.address()).isConsent()).isTrue();
    }

    @Test
    @DisplayName("when another browser opens the page, then it gets nothing")
    void otherBrowser() throws Exception {
        agent.forgetCookies("consent-grant-");
        Page refused = nothingIssued(realm, () -> agent.open(consent.address()));
        assertThat(refused.status()).isEqualTo(403);
    }
}
