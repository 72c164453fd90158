package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RedirectSink;
import io.github.consentgrants.testing.TestRealm;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given the page of a user's own approvals in a real browser")
final class MyApprovalsPageIT {
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final String DETAILS =
            "[{\"type\":\"payment_initiation\",\"instructedAmount\":{\"currency\":\"EUR\",\"amount\":\"123.50\"},"
                    + "\"creditorName\":\"Merchant A\",\"actions\":[\"initiate\"]}]";
    private static final String CONFIRM = "#kc-mine-form button";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final Chromium chromium = Chromium.shared();
    private TestRealm realm;
    private RedirectSink sink;

    @BeforeEach
    void open() throws Exception {
        sink = new RedirectSink();
        realm = TestRealm.create(server);
        realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
        realm.update(Map.of("internationalizationEnabled", true, "supportedLocales", List.of("en", "ar", "de")));
    }

    @AfterEach
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

    private String address(String rest) {
        return server.baseUrl()
                .resolve("/realms/" + realm.name() + "/consent-grants" + rest)
                .toString();
    }

    private String newest() throws Exception {
        List<Grants.Row> rows = Grants.of(realm);
        return rows.get(rows.size() - 1).id();
    }

    private static void signIn(Page page, String user) {
        page.fill("#username", user);
        page.fill("#password", user);
        page.click("#kc-login");
    }

    /** Approves a request in a tab of the browser, which signs alice in if need be. */
    private String approve(Page page) throws Exception {
        page.navigate(realm.app()
                .request(
                        sink.uri(),
                        Map.of(
                                "scope", "openid phone address",
                                "authorization_details", DETAILS,
                                "resource", "https://api.example/accounts",
                                "claims", "{\"userinfo\":{\"birthdate\":null}}"))
                .toString());
        if (page.locator("#username").count() > 0) {
            signIn(page, "alice");
        }
        Buttons.focus(Buttons.authorize(page));
        page.waitForTimeout(Buttons.MORE_THAN_A_SECOND);
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.startsWith(sink.uri().toString()));
        return newest();
    }

    private String state(String grantId) {
        return server.admin()
                .get("/realms/" + realm.name() + "/consent-grants/" + grantId)
                .path("state")
                .asText();
    }

    private BrowserContext withoutScripts() {
        return chromium.profile(new NewContextOptions().setJavaScriptEnabled(false));
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    @DisplayName(
            "when it is looked at in any way, then it has no violation of WCAG 2.2 AA and does not scroll sideways")
    void accessible(Look look) throws Exception {
        try (BrowserContext profile = chromium.profile(look.options())) {
            Page page = profile.newPage();
            page.navigate(address(""));
            signIn(page, "alice");
            page.waitForSelector("#kc-mine-none");
            assertAccessible(page, look);
            String id = approve(page);
            page.navigate(address(""));
            page.waitForSelector("#kc-mine-list");
            assertAccessible(page, look);
            page.click("#kc-mine-list h2 a");
            page.waitForSelector("#kc-mine-shown");
            assertAccessible(page, look);
            page.click("#kc-mine-take-back");
            page.waitForSelector(CONFIRM);
            assertAccessible(page, look);
            page.click(CONFIRM);
            page.waitForSelector("#kc-mine-notice");
            assertAccessible(page, look);
            assertThat(state(id)).isEqualTo("revoked");
        }
    }

    private static void assertAccessible(Page page, Look look) {
        assertThat(page.locator("html").getAttribute("dir")).isEqualTo(look == Look.RIGHT_TO_LEFT ? "rtl" : "ltr");
        AxeResults results = new AxeBuilder(page).withTags(WCAG).analyze();
        assertThat(results.getPasses()).hasSizeGreaterThan(5);
        assertThat(results.getViolations())
                .extracting(
                        Rule::getId, violation -> violation.getNodes().get(0).getHtml())
                .isEmpty();
        int overflow = (int)
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overflow).isLessThanOrEqualTo(0);
    }

    @Test
    @DisplayName("when it is shown in the base theme, then it has no violation of WCAG 2.2 AA of its own")
    void accessibleInTheBaseTheme() throws Exception {
        realm.update(Map.of("loginTheme", "keycloak"));
        try (BrowserContext profile = chromium.profile(new NewContextOptions())) {
            Page page = profile.newPage();
            String id = approve(page);
            for (String rest : List.of("", "/" + id, "/" + id + "/take-back")) {
                page.navigate(address(rest));
                AxeResults results = new AxeBuilder(page)
                        .withTags(WCAG)
                        .include("#kc-consent-mine")
                        .analyze();
                assertThat(results.getPasses()).isNotEmpty();
                assertThat(results.getViolations())
                        .extracting(
                                Rule::getId,
                                violation -> violation.getNodes().get(0).getHtml())
                        .isEmpty();
            }
        }
    }

    @Test
    @DisplayName("when there is only a keyboard, then it reaches everything in the order of the page, and takes back")
    void keyboard() throws Exception {
        try (BrowserContext profile = withoutScripts()) {
            Page page = profile.newPage();
            String id = approve(page);
            page.navigate(address(""));
            tabTo(page, "#kc-mine-list h2 a");
            page.keyboard().press("Enter");
            page.waitForURL(address("/" + id));
            tabTo(page, "#kc-mine-take-back");
            page.keyboard().press("Tab");
            assertThat(page.locator("#kc-mine-receipt:focus").count()).isEqualTo(1);
            page.keyboard().press("Shift+Tab");
            page.keyboard().press("Enter");
            page.waitForURL(address("/" + id + "/take-back"));
            tabTo(page, CONFIRM);
            page.keyboard().press("Enter");
            page.waitForSelector("#kc-mine-notice");
            assertThat(state(id)).isEqualTo("revoked");
        }
    }

    private static void tabTo(Page page, String selector) {
        List<String> reached = new ArrayList<>();
        while (page.locator(selector + ":focus").count() == 0) {
            page.keyboard().press("Tab");
            reached.add(page.locator(":focus").first().textContent());
            assertThat(reached).as(selector).hasSizeLessThan(30);
        }
    }

    @Test
    @DisplayName(
            "when a user without JavaScript goes from the list to an approval, takes the receipt and takes it back, then"
                    + " all of it works, and going back shows what is true now")
    void journey() throws Exception {
        try (BrowserContext profile = withoutScripts()) {
            Page page = profile.newPage();
            String id = approve(page);
            page.navigate(address(""));
            assertThat(page.title()).isEqualTo("My approvals");
            assertThat(page.locator("#kc-mine-list").innerText()).contains("Test App", "Payment", "This one");
            page.click("#kc-mine-list h2 a");
            assertThat(page.locator("#kc-mine-shown").innerText())
                    .contains("Payment", "Merchant A", "123.50", "https://api.example/accounts");
            Download receipt = page.waitForDownload(() -> page.click("#kc-mine-receipt"));
            assertThat(receipt.suggestedFilename()).isEqualTo("consent-receipt-" + id + ".jwt");
            assertThat(Files.readString(receipt.path())).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
            page.click("#kc-mine-take-back");
            assertThat(state(id)).isEqualTo("consumed");
            page.click(CONFIRM);
            assertThat(page.locator("#kc-mine-notice").innerText()).contains("taken this approval back");
            assertThat(state(id)).isEqualTo("revoked");
            // To the question, which is answered: it leads to the approval.
            page.goBack();
            assertThat(page.locator(CONFIRM).count()).isZero();
            assertThat(page.locator("#kc-mine-ended").count()).isEqualTo(1);
            page.goBack();
            assertThat(page.locator("#kc-mine-take-back").count()).isZero();
        }
    }

    @Test
    @DisplayName("when two windows ask for the same approval, then both end with it taken back")
    void twoWindows() throws Exception {
        try (BrowserContext profile = withoutScripts()) {
            Page one = profile.newPage();
            String id = approve(one);
            String other = approve(one);
            Page two = profile.newPage();
            one.navigate(address("/" + id + "/take-back"));
            two.navigate(address("/" + id + "/take-back"));
            one.click(CONFIRM);
            two.click(CONFIRM);
            for (Page page : List.of(one, two)) {
                assertThat(page.locator("#kc-mine-ended").count()).isEqualTo(1);
            }
            assertThat(state(id)).isEqualTo("revoked");
            assertThat(state(other)).isEqualTo("consumed");
            assertThat(realm.events("REVOKE_GRANT")).hasSize(1);
        }
    }

    @Test
    @DisplayName("when the session ended meanwhile, then the user signs in again and is asked again")
    void sessionEnded() throws Exception {
        try (BrowserContext profile = withoutScripts()) {
            Page page = profile.newPage();
            String id = approve(page);
            page.navigate(address("/" + id + "/take-back"));
            logOut("alice");
            page.click(CONFIRM);
            signIn(page, "alice");
            page.waitForURL(address("/" + id + "/take-back"));
            assertThat(state(id)).isEqualTo("consumed");
            page.click(CONFIRM);
            assertThat(page.locator("#kc-mine-notice").innerText()).contains("taken this approval back");
        }
    }

    private void logOut(String user) {
        server.admin().send("POST", "/realms/" + realm.name() + "/users/" + realm.userId(user) + "/logout", null);
    }

    @Test
    @DisplayName("when another user signs in in the same browser, then an open question is not there for that user")
    void anotherUser() throws Exception {
        try (BrowserContext profile = withoutScripts()) {
            Page page = profile.newPage();
            String id = approve(page);
            page.navigate(address("/" + id + "/take-back"));
            logOut("alice");
            Page tab = profile.newPage();
            tab.navigate(address(""));
            signIn(tab, "bob");
            tab.waitForSelector("#kc-mine-none");
            page.click(CONFIRM);
            assertThat(page.locator("#kc-mine-account").innerText()).contains("bob");
            assertThat(page.locator("#kc-mine-notice").innerText()).contains("no such approval");
            assertThat(page.content()).doesNotContain("Test App");
            assertThat(state(id)).isEqualTo("consumed");
        }
    }

    @Test
    @DisplayName("when a user who is signed in is asked, then the consent page has a link to the approvals of before")
    void linked() throws Exception {
        try (BrowserContext profile = withoutScripts()) {
            Page page = profile.newPage();
            page.navigate(realm.app().request(sink.uri(), Map.of()).toString());
            signIn(page, "alice");
            page.waitForSelector("#kc-consent-grant");
            // Not signed in yet: the link would ask for another sign-in.
            assertThat(page.locator("#kc-consent-approvals").count()).isZero();
            approve(page);
            page.navigate(realm.app().request(sink.uri(), Map.of()).toString());
            Page approvals = profile.waitForPage(() -> page.click("#kc-consent-approvals"));
            assertThat(approvals.locator("#kc-mine-list > li").count()).isEqualTo(1);
            assertThat(page.locator("#kc-consent-grant").count()).isEqualTo(1);
        }
    }
}
