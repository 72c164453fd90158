package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** On a server of its own, since the feature is experimental and changes how all scopes are resolved. */
@DisplayName("Given parameterized scopes")
final class ParameterizedScopesIT {
    private static KeycloakServer server;
    private static TestRealm realm;

    private final UserAgent agent = new UserAgent();
    private final RelyingParty app = realm.app();

    @BeforeAll
    static void start() {
        server = KeycloakServer.withOptions(Database.H2, "--features=parameterized-scopes");
        realm = TestRealm.create(server);
        realm.addParameterizedScope("app", "account", "Read the account {0}");
        realm.addParameterizedScope("app", "invoice", "Pay an invoice");
    }

    @AfterAll
    static void stop() {
        realm.close();
        server.close();
    }

    @Test
    @DisplayName("when they are requested, then each is shown with its parameter, as text, and the token has them")
    void shown() throws Exception {
        Page consent = request("openid account:4711 invoice:<b>7</b>");
        assertThat(scopes(consent)).contains("Read the account 4711", "Pay an invoice: <b>7</b>");
        assertThat(consent.document().select("#kc-consent-scopes b")).isEmpty();
        Page end = Browser.authorize(agent, consent);
        assertThat(app.tokens(end).getAccessToken().getScope().toStringList())
                .contains("account:4711", "invoice:<b>7</b>");
    }

    @Test
    @DisplayName("when another parameter was approved before, then the user is asked again, about the new one")
    void anotherParameter() {
        assertThat(Browser.redeems(app, Browser.authorize(agent, request("openid account:1"))))
                .isTrue();
        Page second = agent.open(app.request(Map.of("scope", "openid account:2")));
        assertThat(scopes(second)).contains("Read the account 2").doesNotContain("Read the account 1");
        assertThat(Browser.redeems(app, Browser.authorize(agent, second))).isTrue();
    }

    @Test
    @DisplayName("when the page of one parameter is answered in the tab of another, then that one gets no code")
    void swapped() {
        Page first = request("openid account:1");
        Page second = request("openid account:2");
        String page = first.document().selectFirst("input[name=page]").attr("value");
        Page again = agent.submit(second, Browser.FORM, Browser.ACCEPT, Map.of("page", page));
        assertThat(Browser.hasCode(again)).isFalse();
        assertThat(again.isConsent()).isTrue();
        assertThat(scopes(again)).contains("Read the account 2");
    }

    private Page request(String scope) {
        Page consent = Browser.signIn(agent, app.request(Map.of("scope", scope)), "alice");
        assertThat(consent.isConsent()).isTrue();
        return consent;
    }

    private static List<String> scopes(Page consent) {
        return consent.document().select("#kc-consent-scopes .cg-scope").eachText();
    }
}
