package io.github.consentgrants.pictures;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.TestRealm;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Pictures of the page "My approvals": the list, one approval, the question, and an approval that was taken back. */
final class ApprovalPictures {
    private final TestRealm realm;
    private final Chromium chromium;
    private final Path folder;
    private final URI redirectUri;
    private final Map<String, String> rich;

    /** @param rich parameters of a request that asks for much */
    ApprovalPictures(TestRealm realm, Chromium chromium, Path folder, URI redirectUri, Map<String, String> rich) {
        this.realm = realm;
        this.chromium = chromium;
        this.folder = folder;
        this.redirectUri = redirectUri;
        this.rich = rich;
    }

    void all() {
        series("mine", new NewContextOptions().setViewportSize(1280, 800));
        series("mine-320", new NewContextOptions().setViewportSize(320, 800));
        series("mine-dark", new NewContextOptions().setViewportSize(1280, 800).setColorScheme(ColorScheme.DARK));
        series("mine-forced", new NewContextOptions().setViewportSize(1280, 800).setForcedColors(ForcedColors.ACTIVE));
        for (String locale : PictureRealm.LOCALES) {
            series("mine-" + locale, new NewContextOptions().setViewportSize(1280, 800).setLocale(locale));
        }
    }

    private void series(String name, NewContextOptions options) {
        try (BrowserContext profile = chromium.profile(options)) {
            profile.route("https://energy.example/**", route -> route.fulfill());
            Page page = profile.newPage();
            decide(page, Map.of(), false);
            decide(page, Map.of(), true);
            decide(page, rich, true);
            page.navigate(realm.server()
                    .baseUrl()
                    .resolve("/realms/" + realm.name() + "/consent-grants")
                    .toString());
            shoot(page, name + "-list");
            page.locator("#kc-mine-list h2 a").first().click();
            shoot(page, name + "-details");
            page.click("#kc-mine-take-back");
            shoot(page, name + "-ask");
            page.click("#kc-mine-form button");
            shoot(page, name + "-taken");
            page.navigate(page.url().replaceAll("consent-grants/.*", "consent-grants/nothing"));
            shoot(page, name + "-notfound");
        }
        realm.server()
                .admin()
                .send("DELETE", "/realms/" + realm.name() + "/consent-grants/users/" + realm.userId("alice"), null);
    }

    private void decide(Page page, Map<String, String> parameters, boolean authorize) {
        page.navigate(realm.app().request(redirectUri, parameters).toString());
        if (page.locator("#username").count() > 0) {
            for (String field : List.of("username", "password")) {
                page.fill("#" + field, "alice");
            }
            page.click("#kc-login");
        }
        page.waitForTimeout(Buttons.MORE_THAN_A_SECOND);
        page.click(authorize ? "#kc-consent-authorize" : "#kc-consent-deny");
        page.waitForURL(url -> url.startsWith(redirectUri.toString()));
    }

    private void shoot(Page page, String name) {
        page.waitForLoadState();
        page.evaluate("() => document.fonts.ready");
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve(name + ".png")));
        System.out.println(name);
    }
}
