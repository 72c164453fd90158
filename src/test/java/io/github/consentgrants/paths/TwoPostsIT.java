package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.paths.TwoPagesIT.Setup;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given a page that is posted twice within a few milliseconds")
final class TwoPostsIT {
    private static final int ROUNDS = 15;

    @ParameterizedTest
    @CsvSource({"AUTHENTICATOR, 0", "AUTHENTICATOR, 1", "REQUIRED_ACTION_ALONE, 0", "REQUIRED_ACTION_ALONE, 1"})
    @DisplayName("when either answer is followed, then it leads to a code, or to a page that does")
    void followed(Setup setup, int which) throws Exception {
        try (TestRealm realm = setup.realm()) {
            for (int round = 0; round < ROUNDS; round++) {
                UserAgent agent = new UserAgent();
                Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
                List<Page> answers = posts(agent, consent, round % 5);
                assertThat(end(agent, agent.follow(answers.get(which)))).endsWith("code");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "when the first has ended the tab before the second is followed, then the page comes again, and says why")
    void answered(Setup setup) throws Exception {
        try (TestRealm realm = setup.realm()) {
            UserAgent agent = new UserAgent();
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            Page first = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
            Page second = agent.follow(agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of()));
            assertThat(Browser.hasCode(first)).isTrue();
            assertThat(second.isConsent()).as(Outcome.describe(second)).isTrue();
            assertThat(second.text()).contains("by a second click");
            oneCode(realm, app, agent, second);
        }
    }

    /** Both are sent with the same cookies. The second is some milliseconds behind. */
    private static List<Page> posts(UserAgent agent, Page consent, int pauseMillis) {
        CyclicBarrier barrier = new CyclicBarrier(2);
        return IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    await(barrier);
                    LockSupport.parkNanos(1_000_000L * i * pauseMillis);
                    return agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
                }))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String end(UserAgent agent, Page page) {
        Page current = page;
        String way = "";
        for (int i = 0; i < 4; i++) {
            if (Browser.hasCode(current)) {
                return way + "code";
            } else if (current.isRedirect()) {
                return way + current.location().getQuery().replaceAll("&.*", "");
            } else if (current.isConsent()) {
                way += "page["
                        + current.document()
                                .select("[role=alert], [role=status]")
                                .text() + "]>";
                current = Browser.authorize(agent, current);
            } else if (Browser.isExpired(current)) {
                way += "expired>";
                current = Browser.goOn(agent, current);
            } else if (current.document().getElementById("kc-form-login") != null) {
                return way + "login";
            } else {
                return way + current.status() + current.text();
            }
        }
        return way + "circle";
    }
}
