package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** With single sign-on the authorization endpoint answers with the page, not with a redirect to it. */
@DisplayName("Given a user who is signed in")
final class PageAtOnceIT {
    private static final List<String> HEADERS = List.of(
            "cache-control",
            "content-security-policy",
            "content-type",
            "referrer-policy",
            "strict-transport-security",
            "x-content-type-options",
            "x-frame-options",
            "x-robots-tag");

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @AutoClose
    private final TestRealm realm = TestRealm.create(server);

    private final RelyingParty app = realm.app();
    private final UserAgent agent = new UserAgent();

    @BeforeEach
    void signIn() {
        Browser.signIn(agent, realm.plain().request(Map.of()), "alice");
    }

    private Page first(URI request) {
        return agent.send("GET", request, null);
    }

    @Test
    @DisplayName("when a client asks, then the first answer is the page, and its click is answered with the code")
    void twoRequests() throws Exception {
        Page page = first(app.request(Map.of()));
        assertThat(page.isConsent()).as(Outcome.describe(page)).isTrue();
        Page answer = agent.post(page, Browser.FORM, Browser.ACCEPT, Map.of());
        assertThat(Browser.redeems(app, answer)).isTrue();
        assertThat(Grants.of(realm)).hasSize(1);
    }

    @Test
    @DisplayName(
            "when the page is loaded again, then it is the same page, in the address that a redirect would lead to")
    void reload() throws Exception {
        Page page = first(app.request(Map.of()));
        assertThat(page.address().getPath()).endsWith("/login-actions/required-action");
        Page again = agent.open(page.address());
        assertThat(again.instance()).isEqualTo(page.instance());
        assertThat(again.address().getPath()).isEqualTo(page.address().getPath());
        Page german = agent.open(URI.create(page.address() + "&kc_locale=de"));
        assertThat(german.isConsent()).as(Outcome.describe(german)).isTrue();
        oneCode(realm, app, agent, german);
    }

    @Test
    @DisplayName("when it is loaded again without a script, then it is another page, and either gets a code of its own")
    void reloadWithoutScript() throws Exception {
        URI request = app.request(Map.of());
        Page page = first(request);
        Page again = first(request);
        assertThat(again.instance()).isNotEqualTo(page.instance());
        oneCode(realm, app, agent, again);
        oneCode(realm, app, agent, page);
    }

    @Test
    @DisplayName("when its headers are compared with those of a page behind a redirect, then they are the same")
    void headers() {
        Page page = first(app.request(Map.of()));
        Page again = agent.open(page.address());
        assertThat(headers(page)).isEqualTo(headers(again)).containsKeys("cache-control", "content-security-policy");
    }

    private static Map<String, List<String>> headers(Page page) {
        Map<String, List<String>> all = page.response().headers().map();
        return HEADERS.stream()
                .filter(all::containsKey)
                .collect(Collectors.toMap(name -> name, all::get, (one, other) -> one, TreeMap::new));
    }

    @Test
    @DisplayName("when the request was pushed or posted, then a redirect leads to the page, which can be loaded again")
    void redirected() throws Exception {
        Page pushed = agent.open(app.pushed(app.push(Map.of())));
        assertThat(pushed.sent().getPath()).endsWith("/login-actions/required-action");
        oneCode(realm, app, agent, pushed);

        URI request = app.request(Map.of());
        URI endpoint = URI.create(request.toString().replaceAll("\\?.*", ""));
        Page posted = agent.follow(agent.send("POST", endpoint, request.getRawQuery()));
        assertThat(posted.sent().getPath()).as(Outcome.describe(posted)).endsWith("/login-actions/required-action");
        oneCode(realm, app, agent, posted);
    }

    @Test
    @DisplayName("when Keycloak finds only then that the user has something else to do, then that comes first")
    void otherActionFirst() throws Exception {
        try (TestRealm own = TestRealm.create(server, PageAtOnceIT::verifyProfiles)) {
            UserAgent browser = new UserAgent();
            Browser.signIn(browser, own.plain().request(Map.of()), "alice");
            own.updateUser("alice", Map.of("lastName", ""));
            RelyingParty client = own.app();
            Page profile = browser.send("GET", client.request(Map.of()), null);
            assertThat(profile.isConsent()).as(Outcome.describe(profile)).isFalse();
            Page consent = browser.submit(
                    profile,
                    "kc-update-profile-form",
                    null,
                    Map.of("email", "alice@example.com", "firstName", "Alice", "lastName", "Example"));
            oneCode(own, client, browser, consent);
        }
    }

    private static void verifyProfiles(ObjectNode realm) {
        realm.withArray("requiredActions")
                .addObject()
                .put("alias", "VERIFY_PROFILE")
                .put("providerId", "VERIFY_PROFILE")
                .put("name", "Verify profile")
                .put("enabled", true)
                .put("priority", 1);
    }

    @Test
    @DisplayName("when the page is denied, then the client is told, and the tab is over")
    void denied() {
        Page page = first(app.request(Map.of()));
        Page end = agent.post(page, Browser.FORM, Browser.CANCEL, Map.of());
        assertThat(RelyingParty.error(end)).isEqualTo("access_denied");
    }
}
