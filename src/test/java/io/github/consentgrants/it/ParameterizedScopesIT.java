package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On the server with features, since this one is experimental and changes how all scopes are resolved. */
@DisplayName("Given parameterized scopes")
final class ParameterizedScopesIT {
    private static KeycloakServer server;
    private static TestRealm realm;

    /** Without the authenticator the guard consumes, when Keycloak has already copied the notes of the request. */
    private static TestRealm actionAlone;

    private final UserAgent agent = new UserAgent();
    private final RelyingParty app = realm.app();

    @BeforeAll
    static void start() {
        server = KeycloakServer.sharedWithFeatures();
        realm = TestRealm.create(server);
        realm.addParameterizedScope("app", "account", "Read the account {0}");
        realm.addParameterizedScope("app", "invoice", "Pay an invoice");
        realm.addParameterizedScope("app", "apostrophe", "It's the account {0}");
        actionAlone = TestRealm.create(server, TestRealm.Option.WITHOUT_AUTHENTICATOR);
        actionAlone.addParameterizedScope("app", "account", "Read the account {0}");
        for (TestRealm each : List.of(realm, actionAlone)) {
            each.addParameterizedScope("app", "payment", "Make the payment {0}");
            each.updateScope("payment", Map.of("always.display.consent", "true"));
        }
    }

    @AfterAll
    static void stop() {
        realm.close();
        actionAlone.close();
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

    @Test
    @DisplayName("when the text has an apostrophe, then the parameter is seen all the same, in its place")
    void apostrophe() {
        assertThat(scopes(request("openid apostrophe:0"))).contains("It's the account 0");
    }

    /** A flag, since JUnit would close a realm after the test. */
    private static TestRealm setUp(boolean authenticator) {
        return authenticator ? realm : actionAlone;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "when one asks for consent always, then the code is redeemed and refreshed, and Keycloak stores no consent")
    void always(boolean authenticator) throws Exception {
        TestRealm setUp = setUp(authenticator);
        RelyingParty client = setUp.app();
        for (int time = 0; time < 2; time++) {
            Page end = authorize(setUp, client, agent, "openid payment:12 account:7");
            OIDCTokens tokens = client.tokens(end);
            assertThat(tokens.getAccessToken().getScope().toStringList()).contains("payment:12", "account:7");
            assertThat(refresh(setUp, tokens)).isTrue();
        }

        JsonNode consents =
                server.admin().get("/realms/" + setUp.name() + "/users/" + setUp.userId("alice") + "/consents");
        assertThat(consents).hasSize(1);
        assertThat(consents.toString()).contains("account").doesNotContain("payment");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("when two tabs ask for different ones, then each gets tokens, and both can be refreshed")
    void alwaysInTwoTabs(boolean authenticator) {
        TestRealm setUp = setUp(authenticator);
        RelyingParty one = setUp.app();
        RelyingParty other = setUp.app();
        RelyingParty third = setUp.app();
        Page first = authorize(setUp, one, agent, "openid payment:1");
        Page second = authorize(setUp, other, agent, "openid payment:2");
        Page without = authorize(setUp, third, agent, "openid");

        OIDCTokens ofFirst = one.tokens(first);
        OIDCTokens ofSecond = other.tokens(second);
        third.tokens(without);
        assertThat(refresh(setUp, ofFirst)).isTrue();
        assertThat(refresh(setUp, ofSecond)).isTrue();
    }

    @Test
    @DisplayName("when a token is refreshed for another one than was approved, then it is not in the token")
    void alwaysBeyond() {
        OIDCTokens tokens = app.tokens(authorize(realm, app, agent, "openid payment:1"));
        Client.Answer answer = realm.client("app")
                .token(
                        "refresh_token",
                        Map.of(
                                "refresh_token",
                                tokens.getRefreshToken().getValue(),
                                "scope",
                                "openid payment:1 payment:2"));
        assertThat(answer.text("scope")).doesNotContain("payment:2");
    }

    /** What Keycloak stores of a consent has 255 characters; what it does not store has no limit of that kind. */
    @ParameterizedTest
    @CsvSource({
        "account, a, 255, true",
        "account, a, 256, false",
        "account, a, 300, false",
        "account, a, 2000, false",
        "account, \uD83D\uDE00, 63, true",
        "account, \uD83D\uDE00, 64, false",
        "account, \uD83D\uDE00, 255, false",
        "account, \uD83D\uDE00, 256, false",
        "account, \uD83D\uDE00, 1900, false",
        "payment, a, 255, true",
        "payment, a, 256, true",
        "payment, a, 2000, true",
        "payment, \uD83D\uDE00, 255, true",
        "payment, \uD83D\uDE00, 256, true",
        "payment, \uD83D\uDE00, 1900, true",
    })
    @DisplayName("when a parameter is long, then the request is refused before the page, or the click gives a code")
    void length(String scope, String character, int times, boolean code) {
        String requested = scope + ":" + character.repeat(times);
        for (TestRealm setUp : List.of(realm, actionAlone)) {
            for (boolean pushed : new boolean[] {false, true}) {
                RelyingParty client = setUp.app();
                UserAgent browser = new UserAgent();
                Page page = open(browser, client, pushed, "openid " + requested);
                if (!code) {
                    assertThat(page.isRedirect()).as(page.text()).isTrue();
                    assertThat(RelyingParty.error(page)).isEqualTo("invalid_scope");
                    continue;
                }
                Page end = Browser.authorize(browser, Browser.password(browser, page, "bob"));
                assertThat(Browser.hasCode(end)).as(end.text()).isTrue();
                assertThat(client.tokens(end).getAccessToken().getScope().toStringList())
                        .contains(requested);
            }
        }
    }

    private static Page open(UserAgent browser, RelyingParty client, boolean pushed, String scope) {
        Map<String, String> parameters = Map.of("scope", scope);
        if (pushed) {
            return browser.open(client.pushed(client.push(parameters)));
        }
        // With a post (OIDC Core 3.1.2.1): an address has a limit of its own.
        URI request = client.request(parameters);
        return browser.follow(browser.send("POST", request.resolve("auth"), request.getRawQuery()));
    }

    /** Keycloak passes over a parameter of more than 4,000 characters, of which each of these is two: the whole scope is not there. */
    @ParameterizedTest
    @ValueSource(strings = {"account", "payment"})
    @DisplayName("when a request is longer than what Keycloak reads, then nothing of it is shown or issued")
    void tooLong(String scope) {
        String requested = scope + ":" + "\uD83D\uDE00".repeat(2000);
        for (TestRealm setUp : List.of(realm, actionAlone)) {
            for (boolean pushed : new boolean[] {false, true}) {
                RelyingParty client = setUp.app();
                UserAgent browser = new UserAgent();
                Page page = open(browser, client, pushed, "openid " + requested);
                Page consent = Browser.password(browser, page, "bob");
                assertThat(scopes(consent)).noneMatch(text -> text.contains("\uD83D"));
                Page end = Browser.authorize(browser, consent);
                assertThat(client.tokens(end).getAccessToken().getScope().toStringList())
                        .isNotEmpty()
                        .noneMatch(issued -> issued.startsWith(scope));
            }
        }
    }

    /** Keycloak takes them out of a request before anything else looks at it, in both spellings. */
    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a%00b", "\u0000ab", "a\u001Fb\u007F"})
    @DisplayName("when a parameter has a control character, then it is approved, stored and issued without")
    void control(String parameter) {
        for (String scope : List.of("account:", "payment:")) {
            for (TestRealm setUp : List.of(realm, actionAlone)) {
                for (boolean pushed : new boolean[] {false, true}) {
                    RelyingParty client = setUp.app();
                    UserAgent browser = new UserAgent();
                    Page page = open(browser, client, pushed, "openid " + scope + parameter);
                    Page consent = Browser.password(browser, page, "bob");
                    assertThat(scopes(consent)).anyMatch(text -> text.endsWith(" ab"));
                    Page end = Browser.authorize(browser, consent);
                    assertThat(Browser.hasCode(end)).as(end.text()).isTrue();
                    assertThat(client.tokens(end).getAccessToken().getScope().toStringList())
                            .contains(scope + "ab");
                }
            }
        }
    }

    @Test
    @DisplayName("when Keycloak has to store what it cannot after all, then the page says so, and there is no code")
    void lateDisplay() {
        realm.addParameterizedScope("app", "late", "Late {0}");
        realm.updateScope("late", Map.of("display.on.consent.screen", "false"));
        Page page = request("openid late:" + "a".repeat(300));
        realm.updateScope("late", Map.of("display.on.consent.screen", "true"));

        Page again = Browser.authorize(agent, page);
        assertThat(again.isConsent()).isTrue();
        Page stopped = Browser.authorize(agent, again);
        assertThat(stopped.status()).isEqualTo(503);
        assertThat(stopped.text()).contains("This sign-in was stopped");
    }

    private static Page authorize(TestRealm setUp, RelyingParty client, UserAgent agent, String scope) {
        Page page = agent.open(client.request(Map.of("scope", scope)));
        Page consent = page.isConsent() ? page : Browser.password(agent, page, "alice");
        assertThat(consent.isConsent()).as(setUp.name()).isTrue();
        return Browser.authorize(agent, consent);
    }

    private static boolean refresh(TestRealm setUp, OIDCTokens tokens) {
        return setUp.client("app")
                .token(
                        "refresh_token",
                        Map.of("refresh_token", tokens.getRefreshToken().getValue()))
                .hasToken();
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
