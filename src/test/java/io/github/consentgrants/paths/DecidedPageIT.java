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
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the tab knows and what the database knows can differ: the database is right. */
@DisplayName("Given a page that the tab still shows")
final class DecidedPageIT {
    @AutoClose
    private final TestRealm realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = realm.app();
    private final UserAgent agent = new UserAgent();
    private Page consent;
    private Tab tab;

    @BeforeEach
    void show() {
        consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        tab = Tab.of(realm, agent, consent);
    }

    private void denyInDatabase() {
        realm.probe().call("deny", Map.of("PAGE", consent.instance()));
    }

    @Test
    @DisplayName("when it was denied and is opened again, then the client is told access_denied")
    void deniedOpened() throws Exception {
        denyInDatabase();
        Page end = nothingIssued(realm, () -> agent.open(consent.address()));
        assertThat(end.location().getQuery()).contains("error=access_denied");
    }

    @Test
    @DisplayName(
            "when it was approved, the answer was lost, and it is opened again, then \"continue\" leads to the code")
    void approvedOpened() throws Exception {
        tab.approve();
        Page expired = nothingIssued(realm, () -> agent.open(consent.address()));
        assertThat(Browser.redeems(app, Browser.goOn(agent, expired))).isTrue();
    }

    @Test
    @DisplayName("when the answer with the code was lost, and it is opened again, then it asks again, and says why")
    void answeredOpened() throws Exception {
        assertThat(Browser.hasCode(agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of())))
                .isTrue();
        Page again = nothingIssued(realm, () -> agent.open(consent.address()));
        assertThat(again.text()).contains("by a second click");
        oneCode(realm, app, agent, again);
        assertThat(Grants.of(realm)).hasSize(2);
    }

    @Test
    @DisplayName("when it was denied and is authorized then, then the client is told access_denied")
    void deniedAuthorized() throws Exception {
        denyInDatabase();
        Page end = nothingIssued(realm, () -> Browser.authorize(agent, consent));
        assertThat(end.location().getQuery()).contains("error=access_denied");
    }

    @Test
    @DisplayName("when it was denied and the tab knows of a click, then the client is told access_denied")
    void deniedResumed() throws Exception {
        tab.authNote("consent-grant.clicked", consent.instance());
        denyInDatabase();
        Page end = nothingIssued(realm, () -> agent.open(consent.address()));
        assertThat(end.location().getQuery()).contains("error=access_denied");
    }

    @Test
    @DisplayName("when it was denied and the flow goes on, then the client is told access_denied")
    void deniedInFlow() throws Exception {
        Page redirect = tab.approve();
        revoke();
        Page answered = nothingIssued(realm, () -> agent.follow(redirect));
        assertThat(answered.location().getQuery()).contains("error=access_denied");
    }

    @Test
    @DisplayName(
            "when the tab knows of a click that the database does not, then the page is shown, and can be answered")
    void clickWithoutRow() throws Exception {
        tab.authNote("consent-grant.clicked", consent.instance());
        Page shown = nothingIssued(realm, () -> agent.open(consent.address()));
        oneCode(realm, app, agent, shown);
    }

    @Test
    @DisplayName("when the flow goes on with a click that the database does not know, then the user is asked again")
    void clickWithoutRowInFlow() throws Exception {
        URI resume = tab.approve().location();
        forget();
        Page again = nothingIssued(realm, () -> agent.open(resume));
        assertThat(again.instance()).isNotEqualTo(consent.instance());
        oneCode(realm, app, agent, again);
    }

    @Test
    @DisplayName("when the tab knows of a click on another page, then it is none on this one")
    void clickOnAnotherPage() throws Exception {
        tab.authNote("consent-grant.clicked", "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f");
        tab.authNote("consent-grant.return-to-flow", "");
        oneCode(realm, app, agent, nothingIssued(realm, () -> agent.open(consent.address())));
    }

    private void revoke() {
        sql("UPDATE cg_consent_grant SET decision = 'DENIED', secret_hash = NULL WHERE realm_id = ?");
    }

    private void forget() {
        sql("DELETE FROM cg_consent_grant WHERE realm_id = ?");
    }

    private void sql(String statement) {
        try (var connection = realm.server().openConnection();
                var update = connection.prepareStatement(statement)) {
            update.setString(1, realm.id());
            assertThat(update.executeUpdate()).isOne();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
