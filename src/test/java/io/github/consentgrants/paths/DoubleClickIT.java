package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Mouse.DblclickOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.BoundingBox;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given the consent page in a real browser, without JavaScript")
final class DoubleClickIT {
    private static final long SLOW_MILLIS = 700;

    private static final Chromium BROWSER = Chromium.shared();

    @AutoClose
    private static TestRealm realm;

    @AutoClose
    private static RedirectSink sink;

    @BeforeAll
    static void createRealm() throws Exception {
        realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));
        sink = new RedirectSink();
        realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
    }

    @Test
    @DisplayName("when a click arrives just after it opened, then nothing is authorized; a second later it is")
    void clickAtOnce() throws Exception {
        int before = Grants.of(realm).size();
        try (BrowserContext context = BROWSER.profile(new NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = consentPage(context);
            BoundingBox button = page.locator("#kc-consent-authorize").boundingBox();
            page.mouse().move(10, 10);
            page.reload();
            click(page, button);
            assertThat(page.locator("#kc-consent-grant").isVisible()).isTrue();
            assertThat(Grants.of(realm)).hasSize(before);
        }
    }

    @Test
    @DisplayName("when what covered it goes away under the pointer, then the click that was meant for it does nothing")
    void clickOnUncovered() throws Exception {
        int before = Grants.of(realm).size();
        try (BrowserContext context = BROWSER.profile(new NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = consentPage(context);
            BoundingBox button = page.locator("#kc-consent-authorize").boundingBox();
            page.waitForTimeout(Buttons.MORE_THAN_A_SECOND);
            click(page, button);
            page.waitForTimeout(200);
            assertThat(Grants.of(realm)).hasSize(before);

            page.waitForTimeout(Buttons.MORE_THAN_A_SECOND);
            click(page, button);
            page.waitForURL(url -> url.startsWith(sink.uri().toString()));
            assertThat(Grants.of(realm)).hasSize(before + 1);
        }
    }

    @Test
    @DisplayName(
            "when a hand clicks twice before the answer is there, then the first click counts, and leads to the code")
    void doubleClick() throws Exception {
        try (BrowserContext context = BROWSER.profile(new NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = consentPage(context);
            List<Request> posts = new CopyOnWriteArrayList<>();
            page.onRequest(request -> {
                if ("POST".equals(request.method())) {
                    posts.add(request);
                }
            });
            // As over a slow network: the second click comes before the answer to the first.
            page.route("**/required-action**", route -> {
                sleep(SLOW_MILLIS);
                route.resume();
            });
            BoundingBox button = page.locator("#kc-consent-authorize").boundingBox();
            page.mouse().move(button.x + button.width / 2, button.y + button.height / 2);
            page.waitForTimeout(Buttons.MORE_THAN_A_SECOND);
            page.mouse()
                    .dblclick(
                            button.x + button.width / 2,
                            button.y + button.height / 2,
                            new DblclickOptions().setDelay(40));
            page.waitForURL(url -> url.startsWith(sink.uri().toString()));
            assertThat(URI.create(page.url()).getQuery()).contains("code=");
            assertThat(posts).hasSize(1);
        }
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("when the keyboard is used after the first second, then a pointer that arrives does not delay it")
    void keyboard() {
        try (BrowserContext context = BROWSER.profile(new NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = consentPage(context);
            Buttons.focus(Buttons.authorize(page));
            page.mouse().move(10, 10);
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.startsWith(sink.uri().toString()));
            assertThat(URI.create(page.url()).getQuery()).contains("code=");
        }
    }

    /** Signs in by keyboard, so that the pointer has not been over the page. */
    private static Page consentPage(BrowserContext context) {
        Page page = context.newPage();
        page.setViewportSize(1280, 2000); // a click outside of what is seen would be none
        page.navigate(realm.app().request(sink.uri(), Map.of()).toString());
        page.fill("#username", "alice");
        page.fill("#password", "alice");
        page.locator("#password").press("Enter");
        page.locator("#kc-consent-grant").waitFor();
        return page;
    }

    /** As a hand does: the pointer gets there, and the button goes down and up. */
    private static void click(Page page, BoundingBox button) {
        page.mouse().click(button.x + button.width / 2, button.y + button.height / 2);
    }
}
