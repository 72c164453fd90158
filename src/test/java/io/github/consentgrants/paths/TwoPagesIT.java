package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given two consent pages of one browser")
final class TwoPagesIT {
    private final UserAgent agent = new UserAgent();

    enum Setup {
        AUTHENTICATOR,
        REQUIRED_ACTION_ALONE;

        TestRealm realm() {
            KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
            return this == AUTHENTICATOR
                    ? TestRealm.create(server)
                    : TestRealm.create(server, TestRealm.Option.WITHOUT_AUTHENTICATOR);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHENTICATOR, true, app", "AUTHENTICATOR, true, other",
        "AUTHENTICATOR, false, app", "AUTHENTICATOR, false, other",
        "REQUIRED_ACTION_ALONE, true, app", "REQUIRED_ACTION_ALONE, true, other",
        "REQUIRED_ACTION_ALONE, false, app", "REQUIRED_ACTION_ALONE, false, other"
    })
    @DisplayName("when both are answered, the second four minutes later, then there is a code for each click")
    void bothAnswered(Setup setup, boolean singleSignOn, String client) throws Exception {
        try (TestRealm realm = setup.realm()) {
            RelyingParty app = realm.app();
            RelyingParty second = client.equals("app") ? realm.app() : realm.addClient(client);
            if (singleSignOn) {
                Browser.signIn(agent, realm.plain().request(Map.of()), "alice");
            }
            Page one = page(app, singleSignOn);
            Page two = page(second, singleSignOn);
            oneCode(realm, app, agent, one);
            realm.probe().later(240, () -> {
                Page end = Browser.authorize(agent, two);
                assertThat(Browser.redeems(second, end))
                        .as(Outcome.describe(end))
                        .isTrue();
                return end;
            });
            assertThat(Outcome.consumed(realm)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when one is answered by single sign-on, then its tab is gone, though Keycloak brings it back")
    void ended(Setup setup) throws Exception {
        try (TestRealm realm = setup.realm()) {
            RelyingParty app = realm.app();
            Browser.signIn(agent, realm.plain().request(Map.of()), "alice");
            Page one = page(app, true);
            Page two = page(app, true);
            Tab ofFirst = Tab.of(realm, agent, one);
            Tab ofSecond = Tab.of(realm, agent, two);
            assertThat(Browser.hasCode(Browser.authorize(agent, one))).isTrue();
            assertThat(ofSecond.code()).isNotEmpty();
            assertThatIllegalStateException().isThrownBy(ofFirst::code);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "when clients that are not gated are answered meanwhile, one silently, then there is a code for its click")
    void othersAnswered(Setup setup) throws Exception {
        try (TestRealm realm = setup.realm()) {
            Browser.signIn(agent, realm.plain().request(Map.of()), "alice");
            RelyingParty app = realm.app();
            for (Map<String, String> parameters : List.of(Map.of("prompt", "none"), Map.<String, String>of())) {
                Page consent = agent.open(app.request(Map.of()));
                assertThat(Browser.hasCode(agent.open(realm.plain().request(parameters))))
                        .isTrue();
                oneCode(realm, app, agent, consent);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "when the realm's sessions are so short that all tabs end with the first, then the client of the second is told so")
    void allEnded(Setup setup) throws Exception {
        try (TestRealm realm = setup.realm()) {
            realm.update(Map.of("ssoSessionIdleTimeout", 600, "ssoSessionMaxLifespan", 600));
            RelyingParty app = realm.app();
            Browser.signIn(agent, realm.plain().request(Map.of()), "alice");
            Page one = agent.open(app.request(Map.of()));
            Page two = agent.open(app.request(Map.of("state", "of-the-second")));
            assertThat(Browser.hasCode(Browser.authorize(agent, one))).isTrue();
            Page end = Browser.authorize(agent, two);
            assertThat(end.isRedirect()).as(Outcome.describe(end)).isTrue();
            assertThat(RelyingParty.error(end)).isEqualTo("temporarily_unavailable");
            assertThat(end.location().getQuery()).contains("authentication_expired", "state=of-the-second");
            // Where the page is the only one, a second click still leads on.
            Page alone = agent.open(app.request(Map.of()));
            Page first = agent.post(alone, Browser.FORM, Browser.ACCEPT, Map.of());
            Page second = agent.follow(agent.post(alone, Browser.FORM, Browser.ACCEPT, Map.of()));
            assertThat(Browser.hasCode(first)).isTrue();
            assertThat(second.text()).contains("in another window");
        }
    }

    private Page page(RelyingParty client, boolean singleSignOn) {
        Page page = singleSignOn
                ? agent.open(client.request(Map.of()))
                : Browser.signIn(agent, client.request(Map.of()), "alice");
        assertThat(page.isConsent()).isTrue();
        return page;
    }
}
