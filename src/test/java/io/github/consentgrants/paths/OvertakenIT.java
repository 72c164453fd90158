package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keycloak admits a request to the page, and our trigger comes later: the click can lead the tab on in between. */
@DisplayName("Given a page that is opened once more, and is overtaken by the click")
final class OvertakenIT {
    private static final Duration UNTIL_ADMITTED = Duration.ofMillis(300);

    private final UserAgent agent = new UserAgent();

    private static TestRealm realm(Option step) {
        return TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.SLOW_TRIGGER, step);
    }

    private CompletableFuture<Page> open(Page consent) {
        UserAgent window = agent.fork();
        CompletableFuture<Page> opened = CompletableFuture.supplyAsync(() -> window.open(consent.address()));
        LockSupport.parkNanos(UNTIL_ADMITTED.toNanos());
        return opened;
    }

    @Test
    @DisplayName("when the click still runs the flow, then its answer is the code, and the other begins anew")
    void flowRuns() throws Exception {
        try (TestRealm realm = realm(Option.STEP_AFTER_CONSENT)) {
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of("login_hint", "slow")), "alice");
            CompletableFuture<Page> opened = open(consent);
            Page answer = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
            assertThat(Browser.hasCode(answer)).as(Outcome.describe(answer)).isTrue();
            assertThat(consumed(realm)).isOne();
            // This window has sent its cookies before the click, so it is not signed in.
            assertThat(opened.join().document().getElementById("kc-form-login"))
                    .as(Outcome.describe(opened.join()))
                    .isNotNull();
            assertThat(Browser.redeems(app, answer)).isTrue();
        }
    }

    @Test
    @DisplayName("when the click has led to a step after the consent, then both are at that step, and nothing is spent")
    void laterStep() throws Exception {
        try (TestRealm realm = realm(Option.PASSWORD_AFTER_CONSENT)) {
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            CompletableFuture<Page> opened = open(consent);
            Page step = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
            assertThat(step.document().getElementById("kc-form-login"))
                    .as(Outcome.describe(step))
                    .isNotNull();
            assertThat(opened.join().document().getElementById("kc-form-login"))
                    .as(Outcome.describe(opened.join()))
                    .isNotNull();
            assertThat(consumed(realm)).isZero();
            assertThat(Browser.redeems(app, Browser.password(agent, step, "alice")))
                    .isTrue();
            assertThat(consumed(realm)).isOne();
        }
    }
}
