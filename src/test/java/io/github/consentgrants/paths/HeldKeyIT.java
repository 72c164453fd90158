package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserContext.ClearCookiesOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.AddStyleTagOptions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ReducedMotion;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RedirectSink;
import io.github.consentgrants.testing.TestRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given single sign-on, and an address or a window of somebody else's that leads to the page")
final class HeldKeyIT {
    private static final int REPEATS = 40;
    private static final double REPEAT_EVERY = 40;

    private static final Chromium BROWSER = Chromium.shared();

    @AutoClose
    private static TestRealm realm;

    @AutoClose
    private static RedirectSink sink;

    private BrowserContext profile;
    private Page page;
    private int before;

    @BeforeAll
    static void createRealm() {
        realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));
        sink = new RedirectSink();
        realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
    }

    @BeforeEach
    void signIn() throws Exception {
        profile = BROWSER.profile(
                new NewContextOptions().setReducedMotion(ReducedMotion.REDUCE).setHasTouch(true));
        page = Buttons.signOn(profile, request(), sink);
        before = Grants.of(realm).size();
    }

    @AfterEach
    void close() {
        profile.close();
        realm.update(Map.of("loginTheme", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "#kc-consent-authorize, Enter",
        "#kc-consent-authorize, Space",
        "#kc-consent-deny,      Enter",
        "#kc-consent-deny,      Space",
        "#kc-consent-grant,     Enter",
        "#:~:text=Authorize,    Enter",
        "'',                    Enter",
    })
    @DisplayName("when the address names a button and a key is held down, then nothing is decided")
    void held(String fragment, String key) throws Exception {
        open(fragment);
        hold(key);
        assertUndecided();
    }

    @Test
    @DisplayName("when it is within the first second, then Tab leads past the buttons, and a click or tap goes nowhere")
    void withinTheFirstSecond() throws Exception {
        CDPSession devTools = profile.newCDPSession(page);
        devTools.send("Animation.enable");
        setClock(devTools, 0); // the second lasts as long as the test needs
        open("#kc-consent-grant");
        BoundingBox button = Buttons.authorize(page).boundingBox();
        for (int i = 0; i < 10; i++) {
            page.keyboard().press("Tab");
            assertThat(Buttons.focused(page)).isEmpty();
        }
        page.mouse().click(button.x + button.width / 2, button.y + button.height / 2);
        page.touchscreen().tap(button.x + button.width / 2, button.y + button.height / 2);
        assertThat(Buttons.authorize(page).isVisible()).isFalse();
        assertThat(Buttons.deny(page).isVisible()).isFalse();
        assertUndecided();

        setClock(devTools, 1);
        Buttons.focus(Buttons.deny(page));
        page.keyboard().press("Space");
        page.waitForURL(url -> url.startsWith(sink.uri().toString()));
        assertThat(page.url()).contains("error=access_denied");
    }

    private static void setClock(CDPSession devTools, int rate) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("playbackRate", rate);
        devTools.send("Animation.setPlaybackRate", parameters);
    }

    @Test
    @DisplayName(
            "when whoever opened the window changes the fragment later, to any id there is, then no button is focused")
    void everyId() throws Exception {
        open("");
        Buttons.authorize(page).waitFor();
        @SuppressWarnings("unchecked")
        List<String> ids = (List<String>) page.evaluate("() => [...document.querySelectorAll('[id]')].map(e => e.id)");
        assertThat(ids).contains("kc-consent-authorize", "kc-consent-deny", "kc-consent-grant");
        for (String id : ids) {
            page.evaluate("id => { location.hash = ''; location.hash = id }", id);
            assertThat(Buttons.focused(page)).as(id).isEmpty();
        }
        assertUndecided();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak", "base", "consent-grants", "probe-template"})
    @DisplayName(
            "when the realm has any theme, then nothing decides in the first second, and Tab and Enter do after it")
    void themes(String theme) throws Exception {
        realm.update(Map.of("loginTheme", theme));
        open("#kc-consent-authorize");
        hold("Enter");
        assertUndecided();

        Buttons.authorize(page).waitFor();
        for (int i = 0; i < 10 && !Buttons.focused(page).equals("accept"); i++) {
            page.keyboard().press("Tab");
        }
        // A pointer that comes by takes nothing from the keyboard.
        page.mouse().move(20, 20);
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.startsWith(sink.uri().toString()));
        assertThat(page.url()).contains("code=");
        assertThat(Grants.of(realm)).hasSize(before + 1);
    }

    @Test
    @DisplayName(
            "when the sign-in is stopped, then no address gives a way on the focus, and the ways come after a second")
    void stopped() {
        CDPSession devTools = profile.newCDPSession(page);
        devTools.send("Animation.enable");
        open("");
        Buttons.focus(Buttons.authorize(page));
        profile.clearCookies(new ClearCookiesOptions().setName(Pattern.compile(".*consent-grant-.*")));
        setClock(devTools, 0);
        page.keyboard().press("Enter");
        page.locator("#kc-consent-stopped").waitFor();
        Locator again = page.locator("#kc-consent-ask-again");
        page.evaluate("() => { location.hash = 'kc-consent-ask-again' }");
        assertThat(page.evaluate("() => document.activeElement.tagName")).isEqualTo("BODY");
        assertThat(again.isVisible()).isFalse();

        setClock(devTools, 1);
        again.click();
        page.waitForURL(url -> !url.contains("#kc-consent-ask-again"));
        assertThat(page.locator("#kc-consent-stopped").count()).isZero();
    }

    /** As a style sheet of the user's own can (CSS Cascading 4, 6.1): it is stronger than any of a page. */
    @Test
    @DisplayName(
            "when something stronger than the page switches animations off, then no buttons come, and a text says why")
    void withoutAnimations() {
        open("");
        page.addStyleTag(
                new AddStyleTagOptions()
                        .setContent(
                                ".cg-buttons:not(#a):not(#b):not(#c), .cg-unstyled:not(#a):not(#b):not(#c) { animation: none !important }"));
        page.waitForTimeout(Buttons.MORE_THAN_A_SECOND);
        assertThat(Buttons.authorize(page).isVisible()).isFalse();
        assertThat(Buttons.deny(page).isVisible()).isFalse();
        assertThat(page.locator("#kc-consent-unstyled").innerText()).contains("style sheet");
    }

    private void open(String fragment) {
        page.navigate(request() + fragment);
    }

    private static URI request() {
        return realm.app().request(sink.uri(), Map.of());
    }

    /** As the keyboard repeats it, from before the buttons are there until they have been there for a while. */
    private void hold(String key) {
        for (int i = 0; i < REPEATS; i++) {
            page.keyboard().down(key);
            page.waitForTimeout(REPEAT_EVERY);
        }
        page.keyboard().up(key);
    }

    private void assertUndecided() throws Exception {
        assertThat(page.locator("#kc-consent-grant").count()).isEqualTo(1);
        assertThat(Grants.of(realm)).hasSize(before);
    }
}
