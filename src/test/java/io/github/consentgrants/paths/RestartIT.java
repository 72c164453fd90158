package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a sign-in that is started over")
final class RestartIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName("when it is restarted at the page, then the page's answer counts for nothing, a new page asks")
    void atThePage() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        Page login = agent.open(loginAction("restart", consent));
        nothingIssued(REALM, () -> Browser.authorize(agent, consent));
        oneCode(REALM, app, agent, Browser.password(agent, agent.open(login.address()), "alice"));
    }

    @Test
    @DisplayName("when it is restarted between click and code, then the click counts for nothing, a new page asks")
    void afterTheClick() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        Page redirect = Tab.of(REALM, agent, consent).approve();
        Page login = agent.open(loginAction("restart", consent));
        nothingIssued(REALM, () -> agent.follow(redirect));
        oneCode(REALM, app, agent, Browser.password(agent, agent.open(login.address()), "alice"));
    }

    @Test
    @DisplayName("when another user signs in after the restart, then the page asks that user")
    void otherUser() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        Page login = agent.open(loginAction("restart", consent));
        Page asked = Browser.password(agent, login, "bob");
        assertThat(asked.document().getElementById("kc-consent-account").text()).contains("bob");
        oneCode(REALM, app, agent, asked);
    }

    @Test
    @DisplayName("when it comes from the restart cookie with another redirect, then nothing of the old click helps")
    void restartCookie() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        Tab.of(REALM, agent, consent).approve();
        agent.forgetCookies("AUTH_SESSION_ID");
        Map<String, String> action = Tab.query(
                URI.create(consent.document().getElementById(Browser.FORM).attr("action")));
        String clientData = swapped(action.get("client_data"), RelyingParty.REDIRECT_URI);
        Page login = nothingIssued(
                REALM,
                () -> agent.open(consent.address()
                        .resolve("authenticate?"
                                + UserAgent.encode(Map.of(
                                        "client_id",
                                        "app",
                                        "tab_id",
                                        action.get("tab_id"),
                                        "client_data",
                                        clientData)))));
        assertThat(login.document().getElementById("kc-form-login")).isNotNull();

        Page asked = Browser.password(agent, login, "alice");
        assertThat(asked.isConsent()).isTrue();
        long before = consumed(REALM);
        Page end = Browser.authorize(agent, asked);
        assertThat(Browser.hasCode(end)).isFalse();
        assertThat(end.status()).isEqualTo(403);
        assertThat(consumed(REALM)).isEqualTo(before);
    }

    static String swapped(String clientData, String address) {
        String json = new String(Base64.getUrlDecoder().decode(clientData), StandardCharsets.UTF_8);
        String swapped = json.replace(address, address + "/swapped");
        assertThat(swapped).isNotEqualTo(json);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(swapped.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName(
            "when the page is answered after the realm's time for an action, then the user signs in and is asked again")
    void actionTimedOut() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        Page login = nothingIssued(REALM, () -> REALM.probe().later(360, () -> Browser.authorize(agent, consent)));
        oneCode(REALM, app, agent, Browser.password(agent, login, "alice"));
    }

    @Test
    @DisplayName("when a copy of the tab clicks after the first, then there is no second code")
    void clonedTab() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        UserAgent clone = agent.fork();
        oneCode(REALM, app, agent, consent);
        nothingIssued(REALM, () -> Browser.authorize(clone, consent));
        nothingIssued(REALM, () -> clone.open(consent.address()));
    }

    static URI loginAction(String path, Page consent) {
        String query = URI.create(
                        consent.document().getElementById(Browser.FORM).attr("action"))
                .getRawQuery();
        String withoutCode = query.replaceAll("session_code=[^&]*&?", "").replaceAll("execution=[^&]*&?", "");
        return consent.address().resolve(path + "?" + withoutCode);
    }
}
