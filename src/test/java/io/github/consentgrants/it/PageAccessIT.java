package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RedirectSink;
import io.github.consentgrants.testing.TestRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given the page in a real browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageAccessIT {
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final String DETAILS =
            "[{\"type\":\"payment_initiation\",\"instructedAmount\":{\"currency\":\"EUR\",\"amount\":\"123.50\"},"
                    + "\"creditorName\":\"Merchant A\",\"actions\":[\"initiate\"]}]";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;
    private RedirectSink sink;
    private final Chromium chromium = Chromium.shared();

    @BeforeAll
    void open() {
        sink = new RedirectSink();
        realm = TestRealm.create(server);
        realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
        server.admin().post(clientPath() + "/registration-access-token", Map.of());
        server.admin()
                .put(
                        "/realms/" + realm.name(),
                        Map.of("internationalizationEnabled", true, "supportedLocales", List.of("en", "ar", "de")));
    }

    @AfterAll
    void close() {
        realm.close();
        sink.close();
    }

    /** The ways in which people look at a page. */
    enum Look {
        LIGHT,
        DARK,
        FORCED_COLORS,
        RIGHT_TO_LEFT,
        NARROW,
        ZOOMED;

        NewContextOptions options() {
            NewContextOptions options = new NewContextOptions();
            return switch (this) {
                case LIGHT -> options;
                case DARK -> options.setColorScheme(ColorScheme.DARK);
                case FORCED_COLORS -> options.setForcedColors(ForcedColors.ACTIVE);
                case RIGHT_TO_LEFT -> options.setLocale("ar");
                case NARROW -> options.setViewportSize(320, 800);
                // 200 % of a window that is 1280 wide.
                case ZOOMED -> options.setViewportSize(640, 360).setDeviceScaleFactor(2);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    @DisplayName(
            "when it is looked at in any way, then it has no violation of WCAG 2.2 AA and does not scroll sideways")
    void accessible(Look look) {
        inPage(look.options(), everything(), page -> {
            // What is not there yet, axe does not look at.
            Buttons.authorize(page).waitFor();
            assertThat(page.locator("html").getAttribute("dir")).isEqualTo(look == Look.RIGHT_TO_LEFT ? "rtl" : "ltr");
            assertAccessible(page);
            int overflow = (int)
                    page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(overflow).isLessThanOrEqualTo(0);
        });
    }

    @Test
    @DisplayName("when it is shown in the base theme, then it has no violation of WCAG 2.2 AA of its own")
    void accessibleInTheBaseTheme() {
        server.admin().put("/realms/" + realm.name(), Map.of("loginTheme", "keycloak"));
        try {
            inPage(new NewContextOptions(), everything(), page -> {
                Buttons.authorize(page).waitFor();
                assertNone(new AxeBuilder(page)
                        .withTags(WCAG)
                        .include("#kc-consent-grant-content")
                        .analyze());
            });
        } finally {
            server.admin().put("/realms/" + realm.name(), Map.of("loginTheme", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("when there is only a keyboard, then it reaches both buttons in the order of the page, and answers")
    void keyboard(boolean authorize) {
        inPage(new NewContextOptions(), Map.of(), page -> {
            Buttons.authorize(page).waitFor();
            List<String> reached = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                page.keyboard().press("Tab");
                reached.add((String) page.evaluate("() => document.activeElement.id || document.activeElement.name"));
            }
            assertThat(reached)
                    .containsSubsequence(
                            "kc-consent-policy", "kc-consent-tos", "accept", "cancel", "kc-consent-reload");
            Buttons.focus(authorize ? Buttons.authorize(page) : Buttons.deny(page));
            // A page that came up under the user's fingers does not take the key.
            page.waitForTimeout(1_500);
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.startsWith(sink.uri().toString()));
            assertThat(page.url()).contains(authorize ? "code=" : "error=access_denied");
        });
    }

    @Test
    @DisplayName("when the logo cannot be loaded, then it leaves no trace")
    void failingLogo() {
        try (TestRealm own = TestRealm.create(server)) {
            ObjectNode client = (ObjectNode) server.admin()
                    .get("/realms/" + own.name() + "/clients?clientId=app")
                    .get(0);
            ((ObjectNode) client.path("attributes")).put("logoUri", "https://localhost:1/logo.png");
            server.admin()
                    .put(
                            "/realms/" + own.name() + "/clients/"
                                    + client.path("id").asText(),
                            client);
            try (BrowserContext profile = chromium.profile(new NewContextOptions())) {
                Page page = profile.newPage();
                signIn(page, own.app().request(Map.of()).toString());
                assertThat(page.locator("#kc-consent-logo").boundingBox().height)
                        .isLessThan(1);
                assertThat(page.locator("#kc-consent-logo").getAttribute("referrerpolicy"))
                        .isEqualTo("no-referrer");
            }
        }
    }

    private static Map<String, String> everything() {
        return Map.of(
                "scope", "openid offline_access phone address",
                "authorization_details", DETAILS,
                "resource", "https://api.example/accounts",
                "claims", "{\"userinfo\":{\"birthdate\":null}}");
    }

    private void inPage(NewContextOptions options, Map<String, String> parameters, Consumer<Page> test) {
        try (BrowserContext profile = chromium.profile(options)) {
            Page page = profile.newPage();
            signIn(page, realm.app().request(sink.uri(), parameters).toString());
            test.accept(page);
        }
    }

    private static void signIn(Page page, String request) {
        page.navigate(request);
        page.fill("#username", "alice");
        page.fill("#password", "alice");
        page.click("#kc-login");
        page.waitForSelector("#kc-consent-grant");
    }

    private static void assertAccessible(Page page) {
        assertNone(new AxeBuilder(page).withTags(WCAG).analyze());
    }

    private static void assertNone(AxeResults results) {
        assertThat(results.getPasses()).hasSizeGreaterThan(5);
        assertThat(results.getViolations())
                .extracting(
                        Rule::getId, violation -> violation.getNodes().get(0).getHtml())
                .isEmpty();
    }

    private String clientPath() {
        return "/realms/" + realm.name() + "/clients/"
                + server.admin()
                        .get("/realms/" + realm.name() + "/clients?clientId=app")
                        .get(0)
                        .path("id")
                        .asText();
    }
}
