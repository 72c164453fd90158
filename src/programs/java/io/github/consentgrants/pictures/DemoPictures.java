package io.github.consentgrants.pictures;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.consentgrants.demo.Demo;
import io.github.consentgrants.demo.DemoApp;
import io.github.consentgrants.demo.Places;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.KeycloakServer;
import java.io.IOException;
import java.nio.file.Path;

/** Pictures of the demo's application, on a demo of its own. */
final class DemoPictures {
    private final Chromium chromium;
    private final Path folder;
    private final String app;

    private DemoPictures(Chromium chromium, Path folder, String app) {
        this.chromium = chromium;
        this.folder = folder;
        this.app = app;
    }

    static void take(Chromium chromium, Path folder) throws IOException {
        Places places = new Places(KeycloakServer.freePort(), KeycloakServer.freePort());
        try (KeycloakServer server = KeycloakServer.demo(places.keycloakPort(), DemoPictures::say)) {
            Demo.importRealm(server, places);
            try (DemoApp app = DemoApp.start(server, places)) {
                DemoPictures pictures = new DemoPictures(chromium, folder, app.address().toString());
                pictures.series("demo", width(1000));
                pictures.series("demo-dark", width(1000).setColorScheme(ColorScheme.DARK));
                pictures.series("demo-320", width(320));
                pictures.series("demo-320-dark", width(320).setColorScheme(ColorScheme.DARK));
            }
        }
    }

    private static NewContextOptions width(int width) {
        return new NewContextOptions().setViewportSize(width, 860);
    }

    private void series(String name, NewContextOptions options) {
        try (BrowserContext profile = chromium.profile(options)) {
            Page page = profile.newPage();
            page.navigate(app);
            shoot(page, name + "-start");
            page.click("text=Sign in");
            page.fill("#username", "alice");
            page.fill("#password", "alice");
            page.click("#kc-login");
            page.waitForTimeout(Buttons.MORE_THAN_A_SECOND);
            page.click("#kc-consent-authorize");
            page.waitForSelector("#user");
            shoot(page, name + "-signed-in");
            page.click("text=Replay the approval");
            page.waitForSelector("#answer");
            shoot(page, name + "-replayed");
            // For the README: what one sees without scrolling.
            page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
            page.click("text=Take it back");
            page.click("#kc-mine-form button");
            page.navigate(app);
            page.click("text=Use the refresh token");
            page.waitForSelector("#answer");
            shoot(page, name + "-taken-back");
        }
    }

    private void shoot(Page page, String name) {
        page.waitForLoadState();
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve(name + ".png")));
        say(name);
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
