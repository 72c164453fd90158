package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is spent before the last step would be lost with it. */
@DisplayName("Given a flow that asks for the password once more after the consent")
final class StepAfterConsentIT {
    @AutoClose
    private final TestRealm realm =
            TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.PASSWORD_AFTER_CONSENT);

    private final RelyingParty app = realm.app();
    private final UserAgent agent = new UserAgent();
    private Page step;

    @BeforeEach
    void click() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        step = Browser.authorize(agent, consent);
        assertThat(step.document().getElementById("kc-form-login")).isNotNull();
        assertThat(consumed(realm)).isZero();
    }

    @Test
    @DisplayName("when it is given, then there is one code, without another click")
    void given() throws Exception {
        assertThat(Browser.redeems(app, Browser.password(agent, step, "alice"))).isTrue();
        assertThat(consumed(realm)).isOne();
    }

    @Test
    @DisplayName("when it is wrong at first, then the click still counts")
    void wrong() throws Exception {
        Page again = nothingIssued(realm, () -> Browser.password(agent, step, "bob"));
        assertThat(Browser.redeems(app, Browser.password(agent, again, "alice")))
                .isTrue();
    }

    @Test
    @DisplayName("when it is given too late for the approval, then the user is asked again, and the flow can end")
    void late() {
        realm.configure(Map.of("time-to-live", "10"));
        UserAgent other = new UserAgent();
        Page late = Browser.authorize(other, Browser.signIn(other, app.request(Map.of()), "alice"));
        realm.probe().later(11, () -> {
            Page consent = Browser.password(other, late, "alice");
            assertThat(consent.isConsent()).isTrue();
            assertThat(consent.text()).contains("not used in time");
            assertThat(Browser.redeems(app, Browser.authorize(other, consent))).isTrue();
            return consent;
        });
    }
}
