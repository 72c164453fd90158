package io.github.consentgrants.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.KeycloakServer.Options;
import io.github.consentgrants.testing.RedirectSink;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TlsProxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("trials")
@DisplayName("Given a proxy with https that serves Keycloak under a path, and --hostname with that path")
final class ProxyIT {
    private static final String OWN_COOKIE = "__Host-consent-grant-";

    @TempDir
    private static Path folder;

    private static TlsProxy proxy;
    private static KeycloakServer server;

    @BeforeAll
    static void start() throws Exception {
        proxy = TlsProxy.start(folder, "/sso");
        server = KeycloakServer.trial(
                "proxy",
                new Options(
                        List.of(),
                        List.of(
                                "--hostname=" + proxy.baseUrl(),
                                "--hostname-backchannel-dynamic=true",
                                "--proxy-headers=xforwarded"),
                        ""));
        proxy.serve(server.baseUrl());
    }

    @AfterAll
    static void stop() {
        server.close();
        proxy.close();
    }

    @BeforeEach
    void leaveCookies() {
        proxy.changeCookies(cookie -> cookie);
    }

    @Test
    @DisplayName(
            "when a user signs in and approves twice, then the client gets a code each time, and My approvals has both")
    void approve() {
        try (TestRealm realm = TestRealm.create(server);
                RedirectSink sink = new RedirectSink();
                BrowserContext profile = profile()) {
            RelyingParty app = app(realm, sink);
            Page page = Buttons.signIn(profile, request(app, sink));
            assertThat(profile.cookies()).anyMatch(cookie -> cookie.name.startsWith(OWN_COOKIE) && cookie.secure);
            authorize(page, sink);
            page.navigate(request(app, sink).toString());
            authorize(page, sink);
            assertThat(app.redeem(sink.uri(), URI.create(page.url())).indicatesSuccess())
                    .isTrue();

            page.navigate(proxy.baseUrl() + "/realms/" + realm.name() + "/consent-grants");
            assertThat(page.locator("#kc-mine-list > li").count()).isEqualTo(2);
            page.locator("#kc-mine-list h2 a").first().click();
            page.click("#kc-mine-take-back");
            page.click("#kc-mine-form button");
            page.locator("#kc-mine-ended").waitFor();
            assertThat(page.locator("#kc-mine-ended").count()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName(
            "when the proxy puts its path into the cookies, then the approval is refused, and the log names the cookie")
    void cookiePath() {
        proxy.changeCookies(
                cookie -> cookie.replaceAll("(?i)path=/;", "Path=/sso/;").replaceAll("(?i)path=/$", "Path=/sso/"));
        try (TestRealm realm = TestRealm.create(server);
                RedirectSink sink = new RedirectSink();
                BrowserContext profile = profile()) {
            Page page = profile.newPage();
            page.navigate(request(app(realm, sink), sink).toString());
            page.fill("#username", "alice");
            page.fill("#password", "alice");
            page.locator("#password").press("Enter");
            page.waitForLoadState();
            if (page.locator("#" + Browser.FORM).count() > 0) {
                Buttons.focus(Buttons.authorize(page));
                page.keyboard().press("Enter");
                page.waitForLoadState();
            }
            page.waitForSelector("text=This sign-in was stopped");
            assertThat(profile.cookies()).noneMatch(cookie -> cookie.name.startsWith(OWN_COOKIE));
            assertThat(server.log())
                    .contains(
                            "The browser sent none of the cookies __Host-consent-grant-a to __Host-consent-grant-l back, so the"
                                    + " request of client 'app' in realm '" + realm.name() + "' is refused");
        }
    }

    private static BrowserContext profile() {
        return Chromium.shared().profile(new NewContextOptions().setIgnoreHTTPSErrors(true));
    }

    private static RelyingParty app(TestRealm realm, RedirectSink sink) {
        realm.updateClient("app", Map.of("redirectUris", List.of(sink.uri().toString())));
        return realm.app();
    }

    /** The browser knows the proxy alone; the application's own calls go to Keycloak directly. */
    private static URI request(RelyingParty app, RedirectSink sink) {
        String request = app.request(sink.uri(), Map.of()).toString();
        return URI.create(request.replace(server.baseUrl() + "/", proxy.baseUrl() + "/"));
    }

    private static void authorize(Page page, RedirectSink sink) {
        Buttons.focus(Buttons.authorize(page));
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.startsWith(sink.uri().toString()));
    }
}
