package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a real browser")
final class ChromiumIT {
    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    @DisplayName("when the user reads the page, without JavaScript, and clicks Authorize, then the client gets a code")
    void authorize(String theme) throws Exception {
        Path executable = executable();
        try (TestRealm realm = TestRealm.create(server);
                RedirectSink sink = new RedirectSink();
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                var browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(executable)
                                .setArgs(
                                        List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")))) {
            server.admin().put("/realms/" + realm.name(), Map.of("loginTheme", theme));
            realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
            RelyingParty app = realm.app();
            var context = browser.newContext(
                    new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false));
            var page = context.newPage();
            page.navigate(app.request(sink.uri(), Map.of()).toString());
            page.fill("#username", "alice");
            page.fill("#password", "alice");
            page.click("#kc-login");

            assertThat(page.locator("#kc-consent-client").innerText()).contains("Test App");
            assertThat(page.locator("#kc-consent-account").innerText()).contains("alice");
            assertThat(page.locator("#kc-consent-scopes li").allInnerTexts()).contains("Email address", "User profile");
            assertThat(page.locator("#kc-consent-redirect").innerText())
                    .contains(sink.uri().getAuthority());
            assertThat(page.locator("#kc-consent-policy").getAttribute("rel")).isEqualTo("noopener noreferrer");
            assertThat(page.locator("#kc-consent-deny").isVisible()).isTrue();
            screenshot(page, theme);

            Locator button = page.locator("#kc-consent-authorize");
            button.click();
            page.waitForURL(url -> url.startsWith(sink.uri().toString()));
            assertThat(app.redeem(sink.uri(), URI.create(page.url())).indicatesSuccess())
                    .isTrue();
        }
    }

    private static void screenshot(com.microsoft.playwright.Page page, String theme) throws Exception {
        Path pictures = Path.of(System.getProperty("build.directory", "target"), "pictures");
        Files.createDirectories(pictures);
        page.screenshot(new com.microsoft.playwright.Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(pictures.resolve("consent-" + theme + ".png")));
    }

    /** Without a browser the test fails in CI and says why it is skipped elsewhere. */
    private static Path executable() {
        Optional<Path> found = Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        String reason = "No Chromium was found: install it, or name it in the environment variable CHROMIUM";
        if (found.isEmpty() && System.getenv("CI") != null) {
            fail(reason);
        }
        if (found.isEmpty()) {
            System.out.println("SKIPPED: " + reason);
        }
        Assumptions.assumeTrue(found.isPresent(), reason);
        return found.orElseThrow();
    }

    /** Where the client's redirect URI leads: a page of its own, so that the browser has somewhere to be. */
    private static final class RedirectSink implements AutoCloseable {
        private final com.sun.net.httpserver.HttpServer http;

        RedirectSink() throws Exception {
            http = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            http.createContext("/", exchange -> {
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            http.createContext("/callback", exchange -> {
                byte[] body = "<p>Back at the client</p>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            http.start();
        }

        URI uri() {
            return URI.create("http://localhost:" + http.getAddress().getPort() + "/callback");
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
