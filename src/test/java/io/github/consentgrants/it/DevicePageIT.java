package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Device;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Given a device whose user has a real browser")
final class DevicePageIT {
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @AutoClose
    private final TestRealm realm = TestRealm.create(server);

    @ParameterizedTest
    @CsvSource({"en, 1280, true", "ar, 1280, true", "de, 320, false"})
    @DisplayName(
            "when the user types the code in, signs in and decides by keyboard, then there is one page, without a violation"
                    + " of WCAG 2.2 AA, and the device is told")
    void typed(String language, int width, boolean authorize) throws Exception {
        server.admin()
                .put(
                        "/realms/" + realm.name(),
                        Map.of("internationalizationEnabled", true, "supportedLocales", List.of("en", "ar", "de")));
        realm.configureGate(true, Map.of("device-page", "true"));
        Device.allow(realm, "app");
        Device device = Device.of(realm.client("app"), Map.of());
        NewContextOptions options = new NewContextOptions()
                .setLocale(language)
                .setViewportSize(width, 900)
                .setJavaScriptEnabled(true);
        try (BrowserContext profile = Chromium.shared().profile(options)) {
            Page page = profile.newPage();
            page.navigate(server.baseUrl()
                    .resolve("/realms/" + realm.name() + "/device")
                    .toString());
            page.fill("input[name=device_user_code]", device.userCode());
            page.locator("input[name=device_user_code]").press("Enter");
            page.fill("#username", "alice");
            page.fill("#password", "alice");
            page.locator("#password").press("Enter");
            (authorize ? Buttons.authorize(page) : Buttons.deny(page)).waitFor();

            assertThat(page.locator("#kc-consent-user-code dd").innerText()).isEqualTo(device.userCode());
            assertThat(page.locator("#kc-consent-device").isVisible()).isTrue();
            assertThat(new AxeBuilder(page).withTags(WCAG).analyze().getViolations())
                    .isEmpty();
            int overflow = (int)
                    page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(overflow).isLessThanOrEqualTo(0);
            Buttons.focus(authorize ? Buttons.authorize(page) : Buttons.deny(page));
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.contains("/device/status"));
            assertThat(page.url().contains("error=access_denied")).isEqualTo(!authorize);
        }
        assertThat(device.pollAgain().hasToken()).isEqualTo(authorize);
    }
}
