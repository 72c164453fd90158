package io.github.consentgrants.it;

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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("short")
@DisplayName("Given the consent page")
final class ConsentPageIT {
    private static final int SUBMITTED_AT_ONCE = 12;

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();
    private TestRealm realm;
    private RelyingParty app;
    private Page consent;

    @BeforeEach
    void showPage() {
        realm = TestRealm.create(server);
        app = realm.app();
        consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        assertThat(consent.isConsent()).isTrue();
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @Test
    @DisplayName("when it is submitted twice in a row, then there is one grant, one code and no error page")
    void submittedTwice() throws Exception {
        Page first = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
        assertThat(Browser.hasCode(first)).isTrue();
        Page second = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
        assertThat(second.status()).isEqualTo(302);
        assertThat(Browser.hasCode(agent.follow(second))).isFalse();
        assertThat(Grants.of(realm)).hasSize(1);
        assertThat(Browser.redeems(app, first)).isTrue();
    }

    @Test
    @DisplayName("when it is submitted twice at the same time, then there is one grant, one code and no server error")
    void submittedAtOnce() throws Exception {
        for (int round = 1; round <= SUBMITTED_AT_ONCE; round++) {
            Page shown = consent;
            List<Page> ends = Stream.of(agent, agent)
                    .map(browser -> CompletableFuture.supplyAsync(() -> Browser.authorize(browser, shown)))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(ends)
                    .as("round %d", round)
                    .allSatisfy(page -> assertThat(page.status()).isLessThan(500));
            assertThat(ends.stream().filter(Browser::hasCode))
                    .as(
                            "codes in round %d: %s",
                            round, ends.stream().map(ConsentPageIT::describe).toList())
                    .hasSize(1);
            assertThat(Grants.of(realm)).hasSize(round).allMatch(Grants.Row::consumed);
            consent = agent.open(app.request(Map.of()));
        }
    }

    private static String describe(Page page) {
        return page.status() + " " + (page.isRedirect() ? page.location().getPath() : page.text());
    }

    @Test
    @DisplayName("when the approval expires before it is used, then the page is shown again with the reason")
    void expired() throws Exception {
        Page redirect = Tab.of(realm, agent, consent).approve();
        Page again = realm.probe().later(121, () -> agent.follow(redirect));
        assertThat(again.isConsent()).isTrue();
        assertThat(again.text()).contains("not used in time");
        assertThat(realm.events("GRANT_CONSENT_ERROR").get(0).path("error").asText())
                .isEqualTo("expired");
        assertThat(Browser.redeems(app, Browser.authorize(agent, again))).isTrue();
        assertThat(Grants.of(realm)).extracting(Grants.Row::consumed).containsExactly(false, true);
    }

    @Test
    @DisplayName("when what it shows changes before the click, then it is shown again and says so")
    void changedBeforeTheClick() throws Exception {
        realm.updateClient("app", Map.of("name", "Another App"));
        Page again = Browser.authorize(agent, consent);
        assertThat(again.isConsent()).isTrue();
        assertThat(again.text()).contains("has changed", "Another App");
        assertThat(Grants.of(realm)).isEmpty();
    }

    @Test
    @DisplayName("when what it shows changes after the click, then the grant is not spent and the user is asked again")
    void changedAfterTheClick() throws Exception {
        Page redirect = Tab.of(realm, agent, consent).approve();
        realm.updateClient("app", Map.of("name", "Another App"));
        Page again = agent.follow(redirect);
        assertThat(again.text()).contains("has changed", "Another App");
        assertThat(Grants.of(realm))
                .singleElement()
                .satisfies(row -> assertThat(row.consumed()).isFalse());
        var event = realm.events("GRANT_CONSENT_ERROR").get(0);
        assertThat(event.path("error").asText()).isEqualTo("binding_mismatch");
        assertThat(event.path("details").path("consent_grant_differing").asText())
                .isEqualTo("DISPLAY");
    }

    @Test
    @DisplayName("when it is reloaded, then it is the same page, and a click on it is its one decision")
    void reloaded() throws Exception {
        Page reloaded = agent.open(consent.address());
        assertThat(reloaded.instance()).isEqualTo(consent.instance());
        assertThat(Browser.redeems(app, Browser.authorize(agent, reloaded))).isTrue();
        assertThat(Grants.of(realm))
                .singleElement()
                .satisfies(row -> assertThat(row.id()).isEqualTo(consent.instance()));
    }

    @Test
    @DisplayName(
            "when the client is no longer gated, then the flow that asked is finished and gives a code without a grant")
    void noLongerGated() throws Exception {
        realm.updateClient("app", Map.of("consentRequired", false));
        assertThat(Browser.redeems(app, Browser.authorize(agent, consent))).isTrue();
        assertThat(Grants.of(realm)).isEmpty();
    }

    @Test
    @DisplayName(
            "when the realm opts out while the flow that asked is unfinished, then the sign-in is refused, the next is stock")
    void realmOptsOut() throws Exception {
        server.admin()
                .put(
                        "/realms/" + realm.name() + "/authentication/required-actions/consent-grant",
                        Map.of(
                                "alias",
                                "consent-grant",
                                "name",
                                "Consent grant",
                                "providerId",
                                "consent-grant",
                                "enabled",
                                false));
        Page stock = agent.open(consent.address());
        String action = stock.document()
                .selectFirst("#kc-oauth form, form.form-actions")
                .attr("action");
        Page end = agent.follow(agent.send("POST", consent.address().resolve(action), "accept=Yes"));
        assertThat(end.status()).isEqualTo(403);
        assertThat(realm.events("GRANT_CONSENT_ERROR").get(0).path("error").asText())
                .isEqualTo("flow_unfinished");
        assertThat(Grants.of(realm)).isEmpty();
        Page next = Browser.signIn(agent, app.request(Map.of()), "alice");
        assertThat(next.document().getElementById("kc-oauth")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    @DisplayName("when its action is called without a post, then nothing is minted")
    void notPosted(String method) throws Exception {
        String action = consent.document().getElementById(Browser.FORM).attr("action");
        String answer = "accept=accept&page=" + consent.instance();
        agent.send(method, URI.create(action + "&" + answer), method.equals("GET") ? answer : null);
        assertThat(Grants.of(realm)).isEmpty();
    }

    @Test
    @DisplayName("when two tabs ask for the same client, then a click in one does not serve the other")
    void twoTabs() throws Exception {
        Page otherTab = Browser.signIn(agent, app.request(Map.of()), "alice");
        assertThat(otherTab.isConsent()).isTrue();
        Page foreign = agent.submit(otherTab, Browser.FORM, Browser.ACCEPT, Map.of("page", consent.instance()));
        assertThat(foreign.isConsent()).isTrue();
        assertThat(Grants.of(realm)).isEmpty();
        assertThat(Browser.hasCode(Browser.authorize(agent, foreign))).isTrue();
        // The first tab was never answered: only a click of its own leads to a code, of its own.
        assertThat(Browser.hasCode(agent.open(consent.address()))).isFalse();
        assertThat(Grants.of(realm).stream().filter(Grants.Row::consumed)).hasSize(1);
        assertThat(Browser.hasCode(Browser.authorize(agent, consent))).isTrue();
        assertThat(Grants.of(realm).stream().filter(Grants.Row::consumed)).hasSize(2);
    }

    @Test
    @DisplayName("when the back button shows it after the code, then a second click gives no second code")
    void backButton() throws Exception {
        assertThat(Browser.hasCode(Browser.authorize(agent, consent))).isTrue();
        Page again = Browser.authorize(agent, consent);
        assertThat(Browser.hasCode(again)).isFalse();
        assertThat(again.status()).isLessThan(500);
        assertThat(Grants.of(realm)).hasSize(1);
    }

    @Test
    @DisplayName("when another user signs in, then the first one's click does not serve him")
    void userSwitch() throws Exception {
        Tab.of(realm, agent, consent).approve();
        UserAgent other = agent.fork();
        other.forgetCookies("KEYCLOAK_IDENTITY");
        other.forgetCookies("AUTH_SESSION");
        Page page = Browser.signIn(other, app.request(Map.of()), "bob");
        assertThat(page.isConsent()).isTrue();
        assertThat(page.text()).contains("bob");
        assertThat(Grants.of(realm))
                .singleElement()
                .satisfies(row -> assertThat(row.consumed()).isFalse());
    }

    @Test
    @DisplayName("when names are hostile, then they are shown as text")
    void hostileNames() {
        realm.updateClient("app", Map.of("name", "<script>alert(1)</script>'{0}"));
        Page page = agent.open(consent.address());
        assertThat(page.response().body()).doesNotContain("<script>alert(1)");
        assertThat(page.text()).contains("<script>alert(1)</script>");
    }

    @Test
    @DisplayName("when the answer names a page that never was, then nothing is minted")
    void unknownPage() throws Exception {
        Page again = agent.submit(
                consent,
                Browser.FORM,
                Browser.ACCEPT,
                Map.of("page", UUID.randomUUID().toString()));
        assertThat(again.text()).contains("opened again");
        assertThat(Grants.of(realm)).isEmpty();
    }

    @Test
    @DisplayName("when neither a token nor a secret nor a code may be logged, then the server's log has none")
    void logs() {
        List<String> keys = agent.keys().toList();
        Page end = Browser.authorize(agent, consent);
        String code = RelyingParty.code(end);
        assertThat(server.log()).doesNotContain(code);
        assertThat(keys).isNotEmpty().allSatisfy(key -> assertThat(server.log()).doesNotContain(key));
    }
}
