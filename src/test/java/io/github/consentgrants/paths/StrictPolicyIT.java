package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RedirectSink;
import io.github.consentgrants.testing.TestRealm;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a Content-Security-Policy without inline styles")
final class StrictPolicyIT {
    private static final String FRAGMENT = "#kc-consent-authorize";

    private static final Chromium BROWSER = Chromium.shared();

    @AutoClose
    private static TestRealm realm;

    @AutoClose
    private static RedirectSink sink;

    @BeforeAll
    static void createRealm() {
        realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));
        sink = new RedirectSink();
        realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
    }

    @AfterEach
    void stockPolicy() {
        realm.update(Map.of("browserSecurityHeaders", Map.of("contentSecurityPolicy", "frame-ancestors 'self'")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "style-src 'self'",
                "style-src 'none'; frame-src 'self'",
                "default-src 'none'",
                "default-src 'self'; script-src 'self' 'unsafe-inline'",
                "default-src 'self', style-src 'self'",
                "STYLE-SRC 'self' 'nonce-abc' 'unsafe-inline'",
                "style-src 'self' 'unsafe-inline'; style-src-elem 'self'",
                "style-src 'self' 'unsafe-inline'",
            })
    @DisplayName("when it is the realm's, then nothing decides in the first second, and the buttons work after it")
    void ofTheRealm(String policy) throws Exception {
        realm.update(Map.of("browserSecurityHeaders", Map.of("contentSecurityPolicy", policy)));
        try (BrowserContext profile = BROWSER.profile(new NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = Buttons.signOn(profile, request(), sink);
            int before = Grants.of(realm).size();
            page.navigate(request() + FRAGMENT);
            page.keyboard().press("Enter");
            assertThat(page.locator("#kc-consent-grant").count()).isEqualTo(1);
            assertThat(Grants.of(realm)).hasSize(before);

            Buttons.focus(Buttons.authorize(page));
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.startsWith(sink.uri().toString()));
            assertThat(Grants.of(realm)).hasSize(before + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "base", "probe-template"})
    @DisplayName("when a proxy adds it, then there is no button that works, and the page says why")
    void ofAProxy(String theme) throws Exception {
        realm.update(Map.of("loginTheme", theme));
        int before = Grants.of(realm).size();
        try (BrowserContext profile = BROWSER.profile(new NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = Buttons.signIn(profile, request());
            profile.route("**/realms/**", StrictPolicyIT::addPolicy);
            page.reload();
            page.waitForTimeout(Buttons.MORE_THAN_A_SECOND);
            for (int i = 0; i < 10; i++) {
                page.keyboard().press("Tab");
                assertThat(Buttons.focused(page)).isEmpty();
            }
            page.locator("body").press("Enter");
            assertThat(Buttons.authorize(page).isVisible()).isFalse();
            assertThat(Buttons.deny(page).isVisible()).isFalse();
            assertThat(page.locator("#kc-consent-unstyled").innerText()).contains("style sheet");
            assertThat(Grants.of(realm)).hasSize(before);
        } finally {
            realm.update(Map.of("loginTheme", ""));
        }
    }

    private static void addPolicy(Route route) {
        APIResponse response = route.fetch(new Route.FetchOptions().setMaxRedirects(0));
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.merge("content-security-policy", "style-src 'self'", (own, ofProxy) -> own + ", " + ofProxy);
        route.fulfill(new Route.FulfillOptions().setResponse(response).setHeaders(headers));
    }

    private static URI request() {
        return realm.app().request(sink.uri(), Map.of());
    }
}
