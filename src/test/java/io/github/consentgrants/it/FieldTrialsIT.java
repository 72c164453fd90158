package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.Cookie;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Directory;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RedirectSink;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.SetupCalls;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators run into, as far as one server shows it; the rest is in the package trial. */
@DisplayName("Given a realm as operators have it")
final class FieldTrialsIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @Test
    @DisplayName(
            "with organizations, when a user who is signed in comes again, then the page comes without a name and a password")
    void organizations() {
        try (TestRealm realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS)) {
            realm.updateClient("app", Map.of("consentRequired", true));
            realm.update(Map.of("organizationsEnabled", true));
            server.admin()
                    .post(
                            "/realms/" + realm.name() + "/organizations",
                            Map.of("name", "acme", "alias", "acme", "domains", List.of(Map.of("name", "example.com"))));
            new SetupCalls(realm).post(Map.of());
            RelyingParty app = realm.app();
            UserAgent agent = new UserAgent();
            Page name = agent.open(app.request(Map.of()));
            Page password = agent.submit(name, "kc-form-login", null, Map.of("username", "alice"));
            Page page = agent.submit(password, "kc-form-login", null, Map.of("password", "alice"));
            assertThat(Browser.redeems(app, Browser.authorize(agent, page))).isTrue();

            for (int i = 0; i < 2; i++) {
                Page again = agent.open(app.request(Map.of()));
                assertThat(again.isConsent()).as(again.text()).isTrue();
                assertThat(Browser.redeems(app, Browser.authorize(agent, again)))
                        .isTrue();
            }
        }
    }

    @Test
    @DisplayName(
            "with remember-me, when the browser is started again, then the page comes without a password, and its click is one code")
    void rememberMe() {
        try (TestRealm realm = TestRealm.create(server);
                RedirectSink sink = new RedirectSink()) {
            realm.update(Map.of("rememberMe", true));
            realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
            RelyingParty app = realm.app();
            List<Cookie> kept;
            try (BrowserContext before = Chromium.shared().profile(new NewContextOptions())) {
                com.microsoft.playwright.Page page = before.newPage();
                page.navigate(app.request(sink.uri(), Map.of()).toString());
                page.check("#rememberMe");
                page.fill("#username", "alice");
                page.fill("#password", "alice");
                page.click("#kc-login");
                authorize(page, sink);
                kept = before.cookies().stream()
                        .filter(cookie -> cookie.expires > 0)
                        .toList();
            }
            assertThat(kept).extracting(cookie -> cookie.name).contains("KEYCLOAK_IDENTITY");
            try (BrowserContext after = Chromium.shared().profile(new NewContextOptions())) {
                after.addCookies(kept);
                com.microsoft.playwright.Page page = after.newPage();
                page.navigate(app.request(sink.uri(), Map.of()).toString());
                assertThat(page.locator("#" + Browser.FORM).count()).isEqualTo(1);
                authorize(page, sink);
                assertThat(app.redeem(sink.uri(), URI.create(page.url())).indicatesSuccess())
                        .isTrue();
            }
        }
    }

    private static void authorize(com.microsoft.playwright.Page page, RedirectSink sink) {
        Buttons.focus(Buttons.authorize(page));
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.startsWith(sink.uri().toString()));
    }

    @ParameterizedTest(name = "imported: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "with users in a directory that Keycloak must not write to, when one approves, then the client gets tokens, each time")
    void readOnlyUsers(boolean imported) {
        try (TestRealm realm = TestRealm.create(server);
                Directory directory = Directory.start()) {
            directory.connect(realm, imported);
            RelyingParty app = realm.app();
            UserAgent agent = new UserAgent();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "carol");
            assertThat(consent.isConsent()).as(consent.text()).isTrue();
            assertThat(Browser.redeems(app, Browser.authorize(agent, consent))).isTrue();
            Page again = agent.open(app.request(Map.of()));
            assertThat(again.isConsent()).as(again.text()).isTrue();
            assertThat(Browser.redeems(app, Browser.authorize(agent, again))).isTrue();
            Page denied = Browser.deny(agent, agent.open(app.request(Map.of())));
            assertThat(RelyingParty.error(denied)).isEqualTo("access_denied");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    @DisplayName(
            "with several languages, when the user switches on the page, then it is in that language, and its click is one code")
    void languages(String theme) {
        try (TestRealm realm = TestRealm.create(server)) {
            realm.update(Map.of(
                    "loginTheme",
                    theme,
                    "internationalizationEnabled",
                    true,
                    "supportedLocales",
                    List.of("en", "de"),
                    "defaultLocale",
                    "en"));
            RelyingParty app = realm.app();
            UserAgent agent = new UserAgent();
            Page english = Browser.signIn(agent, app.request(Map.of()), "alice");
            assertThat(english.text()).contains("asks for your approval");
            String german = english.document().select("[href*=kc_locale=de], option[value*=kc_locale=de]").stream()
                    .map(link -> link.hasAttr("href") ? link.attr("abs:href") : link.attr("abs:value"))
                    .findFirst()
                    .orElseThrow();
            Page switched = agent.open(URI.create(german));
            assertThat(switched.isConsent()).as(switched.text()).isTrue();
            assertThat(switched.text()).contains("bittet um Ihre Zustimmung");
            assertThat(Browser.redeems(app, Browser.authorize(agent, switched))).isTrue();
        }
    }

    @Test
    @DisplayName(
            "with a policy whose form-action names the client, when the user clicks in a browser, then the client gets a code")
    void formAction() {
        try (TestRealm realm = TestRealm.create(server);
                RedirectSink sink = new RedirectSink();
                BrowserContext profile = Chromium.shared().profile(new NewContextOptions())) {
            String origin = sink.uri().resolve("/").toString();
            realm.update(Map.of(
                    "browserSecurityHeaders",
                    Map.of(
                            "contentSecurityPolicy",
                            "default-src 'self'; frame-ancestors 'none'; form-action 'self' " + origin)));
            realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
            RelyingParty app = realm.app();
            com.microsoft.playwright.Page page = Buttons.signIn(profile, app.request(sink.uri(), Map.of()));
            authorize(page, sink);
            assertThat(app.redeem(sink.uri(), URI.create(page.url())).indicatesSuccess())
                    .isTrue();
        }
    }

    @Test
    @DisplayName("when the extension's cookies do not come back, then the request is refused, and the log names them")
    void lostCookies() {
        try (TestRealm realm = TestRealm.create(server)) {
            UserAgent agent = new UserAgent();
            Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
            agent.forgetCookies("consent-grant-");
            Page refused = Browser.authorize(agent, consent);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(realm.event("GRANT_CONSENT_ERROR")
                            .path("details")
                            .path("consent_grant_reason")
                            .asText())
                    .isEqualTo("other_browser");
            assertThat(server.log())
                    .contains(
                            "The browser sent none of the cookies consent-grant-a to consent-grant-l back, so the request of"
                                    + " client 'app' in realm '" + realm.name() + "' is refused");
        }
    }
}
