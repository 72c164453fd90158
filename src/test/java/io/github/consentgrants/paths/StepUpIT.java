package io.github.consentgrants.paths;

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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a user who is signed in, and a client that asks for a higher level of authentication (acr)")
final class StepUpIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.STEP_UP);

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName("when the step is done, then the page asks again, and its code says the higher level")
    void stepUp() throws Exception {
        assertThat(acr(Browser.signIn(agent, app.request(Map.of()), "alice"))).isEqualTo("1");
        Page step = agent.open(app.request(Map.of("acr_values", "2")));
        assertThat(step.isConsent()).isFalse();
        assertThat(acr(agent.submit(step, "kc-form-login", null, Map.of("password", "alice"))))
                .isEqualTo("2");
    }

    private String acr(Page consent) throws Exception {
        assertThat(consent.isConsent()).as(Outcome.describe(consent)).isTrue();
        long before = Outcome.consumed(REALM);
        Page end = Browser.authorize(agent, consent);
        assertThat(Outcome.consumed(REALM)).isEqualTo(before + 1);
        return app.tokens(end).getIDToken().getJWTClaimsSet().getStringClaim("acr");
    }
}
