package io.github.consentgrants.pictures;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Takes the pictures, on a real server with a real browser, and writes them to target/pictures. */
public final class Pictures {
    private static final String V2 = "keycloak.v2";
    private static final List<String> THEMES = List.of(V2, "keycloak", "consent-grants");
    private static final List<Integer> WIDTHS = List.of(320, 768, 1280);
    private static final URI REDIRECT_URI = URI.create("https://energy.example/callback");
    private static final String LOGO = "https://energy.example/logo.svg";
    private static final String MISSING_LOGO = "https://energy.example/missing.svg";
    private static final String LOGO_FILE =
            "<svg xmlns='http://www.w3.org/2000/svg' width='160' height='64'><rect width='160' height='64' rx='8'"
                    + " fill='#1b7f3b'/><circle cx='80' cy='32' r='18' fill='#ffe066'/></svg>";
    private static final Map<String, String> SIMPLE = Map.of();
    private static final Map<String, String> RICH = Map.of(
            "scope",
            "openid offline_access address",
            "resource",
            "https://api.bank.example/v2",
            "claims",
            "{\"userinfo\":{\"birthdate\":null}}",
            "authorization_details",
            "[{\"type\":\"payment_initiation\",\"instructedAmount\":{\"currency\":\"EUR\",\"amount\":\"123.50\"},"
                    + "\"creditorName\":\"Green Energy Ltd\",\"creditorAccount\":{\"iban\":\"DE02100100109307118603\"},"
                    + "\"remittanceInformationUnstructured\":\"Invoice 4711\",\"actions\":[\"initiate\"]},"
                    + "{\"type\":\"account_information\",\"actions\":[\"list_accounts\",\"read_balances\"]}]");

    private final PictureRealm pictures;
    private final Chromium chromium;
    private final Path folder;
    private final String only;

    private Pictures(PictureRealm pictures, Chromium chromium, Path folder, String only) {
        this.pictures = pictures;
        this.chromium = chromium;
        this.folder = folder;
        this.only = only;
    }

    /** Takes all pictures, or those whose names contain the system property {@code pictures.only}. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(System.getProperty("build.directory", "target"), "pictures");
        Files.createDirectories(folder);
        String only = System.getProperty("pictures.only", "");
        if (only.isEmpty() || only.contains("$") || only.startsWith("demo")) {
            try (Chromium chromium = Chromium.start()) {
                DemoPictures.take(chromium, folder);
            }
        }
        if (only.startsWith("demo")) {
            System.exit(0);
        }
        try (KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
                TestRealm realm = TestRealm.create(server);
                Chromium chromium = Chromium.start()) {
            new Pictures(new PictureRealm(server, realm), chromium, folder, only.contains("$") ? "" : only).all();
        }
        System.out.println("The pictures are in " + folder);
        System.exit(0);
    }

    private void all() {
        plainClient();
        for (String theme : THEMES) {
            pictures.theme(theme);
            for (int width : WIDTHS) {
                take("simple-" + theme + "-" + width, width(width), SIMPLE, page -> {});
            }
            take("simple-" + theme + "-dark", width(1280).setColorScheme(ColorScheme.DARK), SIMPLE, page -> {});
            take("rich-" + theme + "-1280", width(1280), RICH, page -> {});
        }
        pictures.theme(V2);
        take("simple-forced-colors", width(1280).setForcedColors(ForcedColors.ACTIVE), SIMPLE, page -> {});
        for (String locale : PictureRealm.LOCALES) {
            take("locale-" + locale, width(1280).setLocale(locale), RICH, page -> {});
        }
        if ("mine".contains(only) || only.startsWith("mine")) {
            new ApprovalPictures(pictures.realm(), chromium, folder, REDIRECT_URI, RICH).all();
        }
        take("locale-ar-320", width(320).setLocale("ar"), SIMPLE, page -> {});
        for (Moment moment : Moment.values()) {
            take(
                    "moment-" + moment.name().toLowerCase(Locale.ROOT),
                    width(1280),
                    SIMPLE,
                    page -> moment.bring(pictures.realm(), page));
            plainClient();
        }
        pictures.client("Green Energy Portal", Map.of("logoUri", LOGO), REDIRECT_URI.toString());
        take("logo", width(1280), SIMPLE, page -> {});
        pictures.client("Green Energy Portal", Map.of("logoUri", MISSING_LOGO), REDIRECT_URI.toString());
        take("logo-that-fails", width(1280), SIMPLE, page -> {});
        plainClient();
        pictures.registerItself();
        pictures.addScopes(30);
        pictures.client("A".repeat(80) + " \u202Eknab <img src=x> Ltd", Map.of(), "https://xn--80ak6aa92e.com/*");
        take("many-1280", width(1280), Map.of("redirect", "https://xn--80ak6aa92e.com/callback"), page -> {});
        take("many-320", width(320), Map.of("redirect", "https://xn--80ak6aa92e.com/callback"), page -> {});
    }

    /** The application is on no network: its logo, and an error for everything else. */
    private static void answerForTheApplication(Route route) {
        boolean logo = route.request().url().equals(LOGO);
        route.fulfill(
                logo
                        ? new Route.FulfillOptions()
                                .setContentType("image/svg+xml")
                                .setBody(LOGO_FILE)
                        : new Route.FulfillOptions().setStatus(404));
    }

    private void plainClient() {
        pictures.client("Green Energy Portal", Map.of("logoUri", ""), REDIRECT_URI.toString());
    }

    private static NewContextOptions width(int width) {
        return new NewContextOptions().setViewportSize(width, 800);
    }

    private void take(String name, NewContextOptions options, Map<String, String> parameters, Consumer<Page> moment) {
        if (!name.contains(only)) {
            return;
        }
        RelyingParty app = pictures.realm().app();
        URI redirectUri = URI.create(parameters.getOrDefault("redirect", REDIRECT_URI.toString()));
        try (BrowserContext profile = chromium.profile(options)) {
            profile.route("https://energy.example/**", Pictures::answerForTheApplication);
            Page page = profile.newPage();
            page.navigate(app.request(redirectUri, parameters).toString());
            page.fill("#username", "alice");
            page.fill("#password", "alice");
            page.click("#kc-login");
            page.waitForSelector("#kc-consent-grant");
            moment.accept(page);
            page.waitForLoadState();
            page.evaluate("() => document.fonts.ready");
            page.waitForTimeout(Buttons.MORE_THAN_A_SECOND);
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve(name + ".png")));
        }
        System.out.println(name);
    }
}
