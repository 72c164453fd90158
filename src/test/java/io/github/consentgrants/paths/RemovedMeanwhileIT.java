package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.paths.TwoPagesIT.Setup;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given a page, and an administrator who takes something away while it is open")
final class RemovedMeanwhileIT {
    private UserAgent agent = new UserAgent();

    /** What the user does then. */
    private enum Step {
        RELOAD,
        AUTHORIZE,
        DENY,
        RESUME
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when the user is removed, then each step leads to the sign-in page, where someone else can sign in")
    void user(Setup setup) throws Exception {
        try (TestRealm realm = setup.realm()) {
            for (Step step : Step.values()) {
                for (boolean singleSignOn : new boolean[] {true, false}) {
                    realm.addUser("carol");
                    Page end = step(
                            step,
                            consent(realm, realm.app(), "carol", singleSignOn),
                            () -> realm.server()
                                    .admin()
                                    .delete("/realms/" + realm.name() + "/users/" + realm.userId("carol")));
                    if (step == Step.RESUME && setup == Setup.REQUIRED_ACTION_ALONE) {
                        // The click was answered with the code.
                        continue;
                    }
                    assertThat(end.document().getElementById("kc-form-login"))
                            .as("%s %s %s", step, singleSignOn, Outcome.describe(end))
                            .isNotNull();
                    Page consent = Browser.password(agent, end, "alice");
                    assertThat(consent.isConsent()).isTrue();
                    assertThat(Browser.hasCode(Browser.authorize(agent, consent)))
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "when the client is removed or disabled, or the user disabled, then a page says so, or the client is told")
    void clientOrDisabled(Setup setup) throws Exception {
        try (TestRealm realm = setup.realm()) {
            for (Step step : Step.values()) {
                RelyingParty removed = realm.addClient("removed");
                shown(step(step, consent(realm, removed, "alice", false), () -> realm.removeClient("removed")));
                Map<String, Object> no = Map.of("enabled", false);
                Map<String, Object> yes = Map.of("enabled", true);
                RelyingParty app = realm.app();
                shown(step(step, consent(realm, app, "alice", true), () -> realm.updateClient("app", no)));
                realm.updateClient("app", yes);
                for (boolean singleSignOn : new boolean[] {true, false}) {
                    disabled(
                            step,
                            step(step, consent(realm, app, "bob", singleSignOn), () -> realm.updateUser("bob", no)));
                    realm.updateUser("bob", yes);
                }
            }
        }
    }

    private static void disabled(Step step, Page end) {
        shown(end);
        if (step == Step.RELOAD || step == Step.AUTHORIZE) {
            assertThat(end.document().getElementById("kc-form-login"))
                    .as("%s %s", step, Outcome.describe(end))
                    .isNotNull();
        }
    }

    private static void shown(Page end) {
        assertThat(end.status()).as(Outcome.describe(end)).isLessThan(500);
        if (!end.isRedirect()) {
            assertThat(end.response().headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        }
    }

    private Page consent(TestRealm realm, RelyingParty client, String user, boolean singleSignOn) {
        agent = new UserAgent();
        if (singleSignOn) {
            Browser.signIn(agent, realm.plain().request(Map.of()), user);
        }
        Page consent = singleSignOn
                ? agent.open(client.request(Map.of()))
                : Browser.signIn(agent, client.request(Map.of()), user);
        assertThat(consent.isConsent()).isTrue();
        return consent;
    }

    private Page step(Step step, Page consent, Runnable administrator) {
        Page click = step == Step.RESUME ? agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of()) : consent;
        administrator.run();
        return switch (step) {
            case RELOAD -> agent.open(consent.address());
            case AUTHORIZE -> Browser.authorize(agent, consent);
            case DENY -> Browser.deny(agent, consent);
            case RESUME -> agent.follow(click);
        };
    }
}
