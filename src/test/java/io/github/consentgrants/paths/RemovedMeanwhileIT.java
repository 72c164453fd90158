package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.paths.TwoPagesIT.Setup;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
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
        LANGUAGE,
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
                            realm,
                            setup,
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

    /**
     * Keycloak looks for the client before it asks any extension (SessionCodeChecks.initialVerify): its own page answers, which
     * has no way on, since the client is not there to lead to.
     */
    @ParameterizedTest
    @EnumSource
    @DisplayName("when the client is removed or disabled, then a page of Keycloak's says so, and there is no code")
    void client(Setup setup) throws Exception {
        try (TestRealm realm = setup.realm()) {
            Map<String, Object> no = Map.of("enabled", false);
            for (Step step : Step.values()) {
                if (step == Step.RESUME && setup == Setup.REQUIRED_ACTION_ALONE) {
                    // The click was answered with the code.
                    continue;
                }
                for (boolean singleSignOn : new boolean[] {true, false}) {
                    RelyingParty app = realm.addClient("removed");
                    Page removed = step(
                            realm,
                            setup,
                            step,
                            consent(realm, app, "alice", singleSignOn),
                            () -> realm.removeClient("removed"));
                    says(removed, singleSignOn ? "already logged in" : "login again through your application");
                    RelyingParty other = realm.addClient("disabled");
                    Page disabled = step(
                            realm,
                            setup,
                            step,
                            consent(realm, other, "alice", singleSignOn),
                            () -> realm.updateClient("disabled", no));
                    says(disabled, "Login requester not enabled");
                    realm.removeClient("disabled");
                }
            }
        }
    }

    private static void says(Page end, String text) {
        assertThat(end.isRedirect()).as(Outcome.describe(end)).isFalse();
        assertThat(end.status()).as(Outcome.describe(end)).isEqualTo(400);
        shown(end);
        assertThat(end.text()).contains(text);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when the user is disabled, then a page says so, or the client is told")
    void userDisabled(Setup setup) throws Exception {
        try (TestRealm realm = setup.realm()) {
            Map<String, Object> no = Map.of("enabled", false);
            Map<String, Object> yes = Map.of("enabled", true);
            for (Step step : Step.values()) {
                for (boolean singleSignOn : new boolean[] {true, false}) {
                    Page consent = consent(realm, realm.app(), "bob", singleSignOn);
                    disabled(setup, step, step(realm, setup, step, consent, () -> realm.updateUser("bob", no)));
                    realm.updateUser("bob", yes);
                }
            }
        }
    }

    private static void disabled(Setup setup, Step step, Page end) {
        shown(end);
        if (step == Step.DENY) {
            assertThat(RelyingParty.error(end)).isEqualTo("access_denied");
        } else if (step == Step.RESUME && setup == Setup.AUTHENTICATOR) {
            // Keycloak looks at the user before it goes on with a flow (AuthenticationProcessor.validateUser).
            assertThat(end.status()).isEqualTo(400);
            assertThat(end.text()).contains("Account is disabled");
        } else if (step != Step.RESUME) {
            assertThat(end.document().getElementById("kc-form-login"))
                    .as("%s %s", step, Outcome.describe(end))
                    .isNotNull();
            assertThat(end.text()).as("%s", step).contains("Account is disabled");
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

    private Page step(TestRealm realm, Setup setup, Step step, Page consent, Runnable administrator) {
        Page click = step == Step.RESUME ? click(realm, setup, consent) : consent;
        administrator.run();
        return switch (step) {
            case RELOAD -> agent.open(consent.address());
            case AUTHORIZE -> Browser.authorize(agent, consent);
            case LANGUAGE -> agent.open(URI.create(consent.address() + "&kc_locale=de"));
            case DENY -> Browser.deny(agent, consent);
            case RESUME -> agent.follow(click);
        };
    }

    private Page click(TestRealm realm, Setup setup, Page consent) {
        return setup == Setup.AUTHENTICATOR
                ? Tab.of(realm, agent, consent).approve()
                : agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
    }
}
