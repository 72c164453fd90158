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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A node can write a tab back as it was before the click, and a node can be killed between the database and the tab. */
@DisplayName("Given an approved request, of whose click the tab knows nothing any more")
final class LostClickIT {
    @AutoClose
    private final TestRealm realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = realm.app();
    private final UserAgent agent = new UserAgent();
    private Page consent;
    private Tab tab;

    @BeforeEach
    void loseTheClick() {
        consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        tab = Tab.of(realm, agent, consent);
        String code = tab.code();
        tab.approve();
        tab.backToPage(code);
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
    @DisplayName(
            "when a second post comes between, and is led on after the tab, then its \"continue\" leads to the code")
    void secondPostIsSlower() {
        Page slower = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
        tab.clicked(consent);
        Page expired = agent.follow(slower);
        assertThat(Browser.isExpired(expired)).isTrue();
        assertThat(Browser.redeems(app, Browser.goOn(agent, expired))).isTrue();
    }

    @Test
    @DisabledIfSystemProperty(
            named = "consentgrants.server.options",
            matches = ".*stateless.*",
            disabledReason = "There the tab is locked while another request is at work on it")
    @DisplayName("when a second post comes while the tab is being led on, then it waits, and leads to the code")
    void secondPostWaits() throws Exception {
        UserAgent other = agent.fork();
        CompletableFuture<Page> second =
                CompletableFuture.supplyAsync(() -> other.post(consent, Browser.FORM, Browser.ACCEPT, Map.of()));
        TimeUnit.SECONDS.sleep(1);
        assertThat(second).isNotDone();
        tab.clicked(consent);
        Page redirect = second.join();
        assertThat(redirect.location().getPath()).endsWith("/login-actions/authenticate");
        assertThat(Browser.redeems(app, agent.follow(redirect))).isTrue();
    }

    @Test
    @DisplayName("when the tab knows of a click but of no page, then a page is shown")
    void withoutPage() {
        tab.authNote("consent-grant.clicked", consent.instance());
        tab.authNote("consent-grant.page", "");
        assertThat(agent.open(consent.address()).isConsent()).isTrue();
    }

    @Test
    @DisplayName("when the page is denied, then the approval is revoked and the client is told access_denied")
    void denied() throws Exception {
        Page end = Browser.deny(agent, consent);
        assertThat(end.location().getQuery()).contains("error=access_denied");
        assertThat(Grants.of(realm)).singleElement().satisfies(row -> {
            assertThat(row.decision()).isEqualTo("DENIED");
            assertThat(row.hasSecret()).isFalse();
            assertThat(row.consumed()).isFalse();
        });
    }

    @Test
    @DisplayName("when the approval was used, then a denial is too late, and the user is asked again")
    void deniedTooLate() throws Exception {
        Grants.spend(realm);
        Page again = Browser.deny(agent, consent);
        assertThat(again.isConsent()).isTrue();
        assertThat(again.instance()).isNotEqualTo(consent.instance());
        assertThat(Grants.of(realm)).extracting(Grants.Row::decision).containsExactly("GRANTED");
    }

    @Test
    @DisplayName("when another browser opens the page, then it gets nothing")
    void otherBrowser() throws Exception {
        agent.forgetCookies("consent-grant-");
        Page refused = nothingIssued(realm, () -> agent.open(consent.address()));
        assertThat(refused.status()).isEqualTo(403);
    }
}
