package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a page that the user has open")
final class MomentsIT {
    private final TestRealm realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));
    private final RelyingParty app = realm.app();
    private final UserAgent agent = new UserAgent();

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    @DisplayName("when it is answered too late, then with single sign-on it comes again, says so, and can be answered")
    void timedOut() {
        Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
        Page consent = agent.open(app.request(Map.of()));
        realm.probe().later(360, () -> {
            Page again = Browser.authorize(agent, consent);
            assertThat(again.isConsent()).isTrue();
            assertThat(again.document().select("[role=alert], [role=status]").text())
                    .contains("too long");
            assertThat(Browser.redeems(app, Browser.authorize(agent, again))).isTrue();
            return again;
        });
    }

    @Test
    @DisplayName(
            "when it was answered in another window, then a click on it shows it again, and says that it was answered")
    void answeredElsewhere() {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        assertThat(Browser.redeems(app, Browser.authorize(agent, consent))).isTrue();
        Page again = Browser.authorize(agent, consent);
        assertThat(again.isConsent()).isTrue();
        assertThat(again.text()).contains("in another window");
        assertThat(Browser.redeems(app, Browser.authorize(agent, again))).isTrue();
    }

    @Test
    @DisplayName("when the sign-in is stopped, then asking again leads to a fresh page and a code")
    void askAgain() {
        Page stopped = stopped();
        Page login = agent.open(link(stopped, "kc-consent-ask-again"));
        Page consent = login.isConsent() ? login : Browser.password(agent, login, "alice");
        assertThat(consent.isConsent()).isTrue();
        assertThat(Browser.redeems(app, Browser.authorize(agent, consent))).isTrue();
    }

    @Test
    @DisplayName("when the sign-in is stopped, then there is a way back to the application")
    void back() {
        realm.updateClient("app", Map.of("rootUrl", "https://app.example", "baseUrl", "/home"));
        assertThat(link(stopped(), "backToApplication")).isEqualTo(URI.create("https://app.example/home"));
    }

    @Test
    @DisplayName("when the sign-in is stopped and the application has no address, then there is no link to it")
    void noWayBack() {
        realm.updateClient("app", Map.of("rootUrl", "", "baseUrl", ""));
        assertThat(stopped().document().getElementById("backToApplication")).isNull();
    }

    @Test
    @DisplayName(
            "when the realm words a text anew in one language, then the page says it in that language and no other")
    void localized() {
        realm.update(Map.of(
                "internationalizationEnabled", true, "supportedLocales", List.of("en", "de"), "defaultLocale", "en"));
        realm.server()
                .admin()
                .post("/realms/" + realm.name() + "/localization/de", Map.of("consentGrantDeny", "Nein, danke"));
        assertThat(denyButton("de")).isEqualTo("Nein, danke");
        assertThat(denyButton("en")).isEqualTo("Deny");
    }

    private String denyButton(String locale) {
        Page consent = Browser.signIn(new UserAgent(), app.request(Map.of("ui_locales", locale)), "alice");
        assertThat(consent.document().selectFirst("html").attr("lang")).isEqualTo(locale);
        return consent.document().getElementById("kc-consent-deny").text();
    }

    /** Stops a sign-in: the page is answered by a browser that has not what the tab left in the one that signed in. */
    private Page stopped() {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        agent.forgetCookies("consent-grant-");
        Page stopped = Browser.authorize(agent, consent);
        assertThat(stopped.status()).isEqualTo(403);
        return stopped;
    }

    private static URI link(Page page, String id) {
        Element text = page.document().getElementById(id);
        assertThat(text).isNotNull();
        Element link = text.closest("a");
        return URI.create(link.absUrl("href"));
    }
}
