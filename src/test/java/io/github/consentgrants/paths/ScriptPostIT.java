package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RedirectSink;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a script on Keycloak's own origin that knows the form's address and fields")
final class ScriptPostIT {
    private static final String MODE = "Sec-Fetch-Mode";
    private static final String DEST = "Sec-Fetch-Dest";

    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private static final Chromium BROWSER = Chromium.shared();

    @AutoClose
    private static final RedirectSink SINK = new RedirectSink();

    private final UserAgent agent = new UserAgent();

    @BeforeAll
    static void redirectToSink() {
        REALM.updateClient("app", Map.of("redirectUris", List.of(SINK.uri().toString())));
    }

    @ParameterizedTest
    @CsvSource({
        "cors,               empty",
        "same-origin,        empty",
        "no-cors,            empty",
        "no-cors,            image",
        "websocket,          empty",
        "navigate,           iframe",
        "navigate,           frame",
        "navigate,           embed",
        "navigate,           object",
        "navigate,           fencedframe",
        "navigate,           empty",
        "navigate,           ''",
        "cors,               document",
        "'',                 document",
        "'navigate,navigate', document",
        "navigate,           'document,document'",
    })
    @DisplayName("when it posts the form without being a navigation of the window, then neither button is an answer")
    void posted(String mode, String destination) throws Exception {
        int before = Grants.of(REALM).size();
        Page consent = Browser.signIn(agent, REALM.app().request(SINK.uri(), Map.of()), "alice");
        send(mode, destination);
        Page again = Browser.authorize(agent, consent);
        assertThat(again.isConsent()).isTrue();
        assertThat(again.response().headers().firstValue("X-Frame-Options")).contains("DENY");
        Page third = Browser.deny(agent, again);
        assertThat(third.isConsent()).isTrue();
        assertThat(Grants.of(REALM)).hasSize(before);

        send("navigate", "document");
        assertThat(Browser.hasCode(Browser.authorize(agent, third))).isTrue();
    }

    private void send(String mode, String destination) {
        agent.sendAlso("Sec-Fetch-Site", "same-origin");
        agent.sendAlso(MODE, mode);
        agent.sendAlso(DEST, destination);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "cors", "no-cors"})
    @DisplayName("when it is a fetch of a real browser, then nothing is minted, and the user's own click counts")
    void fetched(String mode) throws Exception {
        int before = Grants.of(REALM).size();
        try (BrowserContext profile = BROWSER.profile(new NewContextOptions())) {
            com.microsoft.playwright.Page page = consentPage(profile);
            page.evaluate("""
                    async mode => {
                        const form = document.getElementById('kc-consent-grant');
                        const body = new URLSearchParams(new FormData(form));
                        body.append('accept', 'accept');
                        await fetch(form.action, { method: 'POST', body, mode, redirect: 'manual', credentials: 'include' });
                    }""", mode);
            assertThat(Grants.of(REALM)).hasSize(before);
            page.reload();
            answer(page);
            assertThat(Grants.of(REALM)).hasSize(before + 1);
        }
    }

    @Test
    @DisplayName("when it posts into a frame of a real browser, then nothing is minted, and the frame shows no page")
    void framed() throws Exception {
        int before = Grants.of(REALM).size();
        try (BrowserContext profile = BROWSER.profile(new NewContextOptions())) {
            com.microsoft.playwright.Page page = consentPage(profile);
            page.evaluate("""
                    () => new Promise(done => {
                        const frame = document.createElement('iframe');
                        frame.name = 'hidden';
                        document.body.append(frame);
                        const form = document.getElementById('kc-consent-grant').cloneNode(true);
                        form.querySelectorAll('button').forEach(button => button.remove());
                        const button = document.createElement('input');
                        button.type = 'hidden';
                        button.name = 'accept';
                        form.append(button);
                        form.target = 'hidden';
                        document.body.append(form);
                        frame.onload = () => done();
                        form.submit();
                    })""");
            page.waitForTimeout(500);
            assertThat(Grants.of(REALM)).hasSize(before);
            assertThat(page.frames())
                    .allSatisfy(frame -> assertThat(frame == page.mainFrame()
                                    || frame.locator("#kc-consent-grant").count() == 0)
                            .isTrue());
            page.reload();
            answer(page);
            assertThat(Grants.of(REALM)).hasSize(before + 1);
        }
    }

    private static com.microsoft.playwright.Page consentPage(BrowserContext profile) {
        return Buttons.signIn(profile, REALM.app().request(SINK.uri(), Map.of()));
    }

    private static void answer(com.microsoft.playwright.Page page) {
        Buttons.focus(Buttons.authorize(page));
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.startsWith(SINK.uri().toString()));
    }
}
