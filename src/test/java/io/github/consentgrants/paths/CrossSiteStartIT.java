package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RedirectSink;
import io.github.consentgrants.testing.TestRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a client on another site")
final class CrossSiteStartIT {
    private static final Chromium BROWSER = Chromium.shared();

    @Test
    @DisplayName(
            "when its link or form starts the request in a real browser, then the page comes, and a code after the click")
    void started() throws Exception {
        try (TestRealm realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));
                RedirectSink sink = new RedirectSink();
                BrowserContext context = BROWSER.profile(new NewContextOptions().setJavaScriptEnabled(false))) {
            realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
            Page page = context.newPage();
            for (String method : List.of("link", "get", "post")) {
                page.navigate(otherSite(sink.serve(
                        "/" + method, html(method, realm.app().parameters(sink.uri(), Map.of()), realm))));
                page.locator("#start").click();
                page.waitForURL(url -> url.contains("/realms/"));
                if (page.locator("#username").isVisible()) {
                    page.fill("#username", "alice");
                    page.fill("#password", "alice");
                    page.click("#kc-login");
                }
                Buttons.focus(Buttons.authorize(page));
                page.keyboard().press("Enter");
                page.waitForURL(url -> url.startsWith(sink.uri().toString()));
                assertThat(URI.create(page.url()).getQuery()).contains("code=");
            }
        }
    }

    /** Another host is another site; another port is not. */
    private static String otherSite(URI uri) {
        return uri.toString().replace("localhost", "127.0.0.1");
    }

    private static String html(String method, Map<String, String> parameters, TestRealm realm) {
        String endpoint = realm.app().address(parameters).toString();
        if (method.equals("link")) {
            return "<a id='start' href='" + endpoint.replace("&", "&amp;") + "'>start</a>";
        }
        String inputs = parameters.entrySet().stream()
                .map(field -> "<input type='hidden' name='%s' value='%s'>".formatted(field.getKey(), field.getValue()))
                .collect(Collectors.joining());
        String action = endpoint.substring(0, endpoint.indexOf('?'));
        return "<form method='%s' action='%s'>%s<button id='start'>start</button></form>"
                .formatted(method, action, inputs);
    }
}
