package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.consentgrants.testing.Browser;
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
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given check boxes of scopes in a real browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ScopeBoxesIT {
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final String BOX = "input[type=checkbox]";
    private static final String ASKED = "openid address phone offline_access";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final Chromium chromium = Chromium.shared();
    private TestRealm realm;
    private RedirectSink sink;

    @BeforeAll
    void open() {
        sink = new RedirectSink();
        realm = TestRealm.create(server);
        realm.addDefaultRoles("alice");
        realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
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

    @BeforeEach
    void checkedAtFirst() {
        realm.configureGate(true, Map.of("optional-scopes", "app"));
    }

    private void inPage(NewContextOptions options, BiConsumer<Page, RelyingParty> test) {
        RelyingParty app = realm.app();
        try (BrowserContext profile = chromium.profile(options)) {
            Page page = Buttons.signIn(profile, app.request(sink.uri(), Map.of("scope", ASKED)));
            test.accept(page, app);
        }
    }

    private Set<String> granted(Page page, RelyingParty app) {
        page.waitForURL(url -> url.startsWith(sink.uri().toString()));
        return Set.copyOf(app.redeem(sink.uri(), URI.create(page.url()))
                .toSuccessResponse()
                .getTokens()
                .getAccessToken()
                .getScope()
                .toStringList());
    }

    private static Locator box(Page page, String name) {
        return page.getByRole(
                AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @ParameterizedTest
    @EnumSource(PageAccessIT.Look.class)
    @DisplayName("when they are looked at in any way, then no violation of WCAG 2.2 AA, and no scrolling sideways")
    void accessible(PageAccessIT.Look look) {
        inPage(look.options(), (page, app) -> {
            Buttons.authorize(page).waitFor();
            assertThat(page.locator(BOX).count()).isEqualTo(3);
            assertThat(new AxeBuilder(page).withTags(WCAG).analyze().getViolations())
                    .extracting(
                            Rule::getId,
                            violation -> violation.getNodes().get(0).getHtml())
                    .isEmpty();
            assertThat((int) page.evaluate(
                            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isLessThanOrEqualTo(0);
            page.locator(BOX).all().forEach(ScopeBoxesIT::assertLargeEnough);
        });
    }

    /** WCAG 2.5.8; and nothing is laid over it. */
    private static void assertLargeEnough(Locator box) {
        assertThat(box.boundingBox().width).isGreaterThanOrEqualTo(24);
        assertThat(box.boundingBox().height).isGreaterThanOrEqualTo(24);
        box.scrollIntoViewIfNeeded();
        assertThat((boolean) box.evaluate("box => { const at = box.getBoundingClientRect();"
                        + " return document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2) === box }"))
                .isTrue();
    }

    @Test
    @DisplayName("when it is shown in the base theme, then it has no violation of WCAG 2.2 AA of its own")
    void accessibleInTheBaseTheme() {
        server.admin().put("/realms/" + realm.name(), Map.of("loginTheme", "keycloak"));
        try {
            inPage(new NewContextOptions(), (page, app) -> {
                Buttons.authorize(page).waitFor();
                assertThat(new AxeBuilder(page)
                                .withTags(WCAG)
                                .include("#kc-consent-grant-content")
                                .analyze()
                                .getViolations())
                        .extracting(
                                Rule::getId,
                                violation -> violation.getNodes().get(0).getHtml())
                        .isEmpty();
                page.locator(BOX).all().forEach(ScopeBoxesIT::assertLargeEnough);
            });
        } finally {
            server.admin().put("/realms/" + realm.name(), Map.of("loginTheme", ""));
        }
    }

    @Test
    @DisplayName("when they are read aloud, then each is a check box with the scope's text, in a named group")
    void readAloud() {
        inPage(new NewContextOptions(), (page, app) -> {
            Locator group = page.getByRole(
                    AriaRole.GROUP,
                    new Page.GetByRoleOptions()
                            .setName("You choose: the application gets these only if they are checked"));
            assertThat(group.getByRole(AriaRole.CHECKBOX).count()).isEqualTo(3);
            assertThat(box(page, "Address").isChecked()).isTrue();
            assertThat(box(page, "Phone number").isChecked()).isTrue();
            assertThat(box(page, "Offline Access").isChecked()).isTrue();
        });
    }

    @Test
    @DisplayName("when there is only a keyboard, then Space leaves out, and Enter on a box decides nothing")
    void keyboard() {
        inPage(new NewContextOptions(), (page, app) -> {
            Buttons.authorize(page).waitFor();
            String address = page.url();
            Locator phone = box(page, "Phone number");
            phone.focus();
            page.waitForTimeout(Buttons.MORE_THAN_A_SECOND);
            page.keyboard().press("Enter");
            page.waitForTimeout(500);
            assertThat(page.url()).isEqualTo(address);
            assertThat(phone.isChecked()).isTrue();
            page.keyboard().press("Space");
            assertThat(phone.isChecked()).isFalse();
            Buttons.focus(Buttons.authorize(page));
            page.keyboard().press("Enter");
            assertThat(granted(page, app)).contains("address", "offline_access").doesNotContain("phone");
        });
    }

    @Test
    @DisplayName("when a text beside a box is clicked, then that scope is left out")
    void pointer() {
        inPage(new NewContextOptions(), (page, app) -> {
            page.locator(".cg-option")
                    .filter(new Locator.FilterOptions().setHasText("Address"))
                    .locator(".cg-scope")
                    .click();
            assertThat(box(page, "Address").isChecked()).isFalse();
            page.waitForTimeout(2 * Buttons.MORE_THAN_A_SECOND);
            Buttons.authorize(page).click();
            assertThat(granted(page, app)).contains("phone").doesNotContain("address");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("when the page is loaded again, then the boxes are as the operator wants them at first")
    void reloaded(boolean checked) {
        realm.configureGate(
                true, Map.of("optional-scopes", "app", "optional-scopes-preset", checked ? "checked" : "unchecked"));
        inPage(new NewContextOptions(), (page, app) -> {
            box(page, "Address").setChecked(!checked);
            page.reload();
            page.locator("#" + Browser.FORM).waitFor();
            assertThat(box(page, "Address").isChecked()).isEqualTo(checked);
            assertThat(box(page, "Phone number").isChecked()).isEqualTo(checked);
        });
    }

    @Test
    @DisplayName("when there is no JavaScript, then the same")
    void withoutScripts() {
        inPage(new NewContextOptions().setJavaScriptEnabled(false), (page, app) -> {
            Buttons.authorize(page).waitFor();
            box(page, "Offline Access").uncheck();
            Buttons.authorize(page).press("Enter");
            assertThat(granted(page, app)).contains("address", "phone").doesNotContain("offline_access");
        });
    }
}
