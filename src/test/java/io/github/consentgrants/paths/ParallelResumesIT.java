package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
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

/** A grant is spent when the database has committed; the tab ends a moment later. */
@DisplayName("Given an approved request, whose grant another request of the tab has just used")
final class ParallelResumesIT {
    @AutoClose
    private final TestRealm realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = realm.app();
    private final UserAgent agent = new UserAgent();
    private Tab tab;
    private Page resume;

    @BeforeEach
    void spend() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        tab = Tab.of(realm, agent, consent);
        resume = tab.approve();
        Grants.spend(realm);
    }

    @Test
    @DisabledIfSystemProperty(
            named = "consentgrants.server.options",
            matches = ".*stateless.*",
            disabledReason =
                    "There a tab ends in the transaction that spends its grant, and nobody sees one without the other")
    @DisplayName(
            "when the tab is resumed once more, then nothing of it changes until it has ended, and no error is shown")
    void waits() throws Exception {
        String page = tab.authNote("consent-grant.page");
        UserAgent other = agent.fork();
        // As the answer to the first resume does: nothing of Keycloak's leads on from an ended tab then.
        other.forgetCookies("KC_RESTART");
        CompletableFuture<Page> second = CompletableFuture.supplyAsync(() -> other.follow(resume));
        TimeUnit.SECONDS.sleep(1);
        assertThat(second).isNotDone();
        assertThat(tab.authNote("consent-grant.page")).isEqualTo(page);
        tab.end();
        assertThat(second.join().status()).isLessThan(400);
        assertThat(Browser.hasCode(second.join())).isFalse();
        assertThat(Grants.of(realm)).hasSize(1);
    }

    @Test
    @DisabledIfSystemProperty(
            named = "consentgrants.server.options",
            matches = ".*stateless.*",
            disabledReason =
                    "There a tab ends in the transaction that spends its grant, and nobody sees one without the other")
    @DisplayName("when the request was pushed, and the sign-in started over, then no other sign-in of it begins")
    void pushed() throws Exception {
        UserAgent browser = new UserAgent();
        Page opened = Browser.signIn(browser, app.pushed(app.push(Map.of())), "alice");
        Page login = browser.open(RestartIT.loginAction("restart", opened));
        Page consent = Browser.password(browser, login, "alice");
        Tab ended = Tab.of(realm, browser, consent);
        Page redirect = ended.approve();
        Grants.spend(realm);
        UserAgent other = browser.fork();
        // As the answer to the first resume does.
        other.forgetCookies("KC_RESTART");
        CompletableFuture<Page> second = CompletableFuture.supplyAsync(() -> other.follow(redirect));
        TimeUnit.SECONDS.sleep(1);
        ended.end();
        Page end = second.join();
        assertThat(end.isConsent()).as(Outcome.describe(end)).isFalse();
        assertThat(end.document().getElementById("kc-form-login"))
                .as(Outcome.describe(end))
                .isNull();
    }

    @Test
    @DisplayName("when the tab does not end, then the grant is refused as consumed, and the user is asked again")
    void interrupted() throws Exception {
        Page again = nothingIssued(realm, () -> agent.follow(resume));
        assertThat(realm.event("GRANT_CONSENT_ERROR")
                        .path("details")
                        .path("consent_grant_reason")
                        .asText())
                .isEqualTo("consumed");
        oneCode(realm, app, agent, again);
        assertThat(Grants.of(realm)).hasSize(2);
    }
}
