package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RedirectSink;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a real browser")
final class ChromiumIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    @DisplayName("when the user reads the page, without JavaScript, and clicks Authorize, then the client gets a code")
    void authorize(String theme) throws Exception {
        try (TestRealm realm = TestRealm.create(server);
                RedirectSink sink = new RedirectSink();
                BrowserContext profile =
                        Chromium.shared().profile(new NewContextOptions().setJavaScriptEnabled(false))) {
            server.admin().put("/realms/" + realm.name(), Map.of("loginTheme", theme));
            realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
            RelyingParty app = realm.app();
            var page = profile.newPage();
            page.navigate(app.request(sink.uri(), Map.of()).toString());
            page.fill("#username", "alice");
            page.fill("#password", "alice");
            page.click("#kc-login");

            assertThat(page.locator("#kc-consent-client").innerText()).contains("Test App");
            assertThat(page.locator("#kc-consent-account").innerText()).contains("alice");
            assertThat(page.locator("#kc-consent-scopes .cg-scope").allInnerTexts())
                    .contains("Email address", "User profile");
            assertThat(page.locator("#kc-consent-redirect").innerText())
                    .contains(sink.uri().getAuthority());
            assertThat(page.locator("#kc-consent-policy").getAttribute("rel")).isEqualTo("noopener noreferrer");

            // By keyboard: the delay of clicks is DoubleClickIT's, and without JavaScript Playwright cannot wait for
            // it.
            Buttons.focus(Buttons.authorize(page));
            assertThat(page.locator("#kc-consent-deny").isVisible()).isTrue();
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.startsWith(sink.uri().toString()));
            assertThat(app.redeem(sink.uri(), URI.create(page.url())).indicatesSuccess())
                    .isTrue();
        }
    }
}
