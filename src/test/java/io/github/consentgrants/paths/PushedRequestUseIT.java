package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.RequestObjects;
import io.github.consentgrants.testing.SetUp;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A {@code request_uri} can be opened for a short time only, and is good for one sign-in, however long that takes. */
@DisplayName("Given a pushed request that was opened in time")
@ParameterizedClass
@EnumSource
final class PushedRequestUseIT {
    private static final String KEY = "authorization.encrypted.response.alg";
    private static final String CONTENT = "authorization.encrypted.response.enc";
    private static final int ROUNDS = 5;

    @Parameter
    private SetUp setUp;

    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = setUp.createRealm();
        realm.update(Map.of("registrationAllowed", true));
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    /** Keycloak keeps a pushed request for a minute; a person may read for longer. */
    private void expire(String requestUri) {
        realm.probe().call("expire-pushed", Map.of("request_uri", requestUri));
    }

    private Page refused(UserAgent agent, Page consent, String reason) throws SQLException {
        assertThat(consent.isConsent()).as(Outcome.describe(consent)).isTrue();
        long before = consumed(realm);
        Page end = Browser.authorize(agent, consent);
        assertThat(Browser.hasCode(end)).as(Outcome.describe(end)).isFalse();
        assertThat(end.status()).isEqualTo(403);
        assertThat(consumed(realm)).isEqualTo(before);
        assertThat(realm.event("GRANT_CONSENT_ERROR").path("error").asText()).isEqualTo(reason);
        return end;
    }

    @Test
    @DisplayName("when the user reads for longer than it lives, then the click gives one code, with single sign-on too")
    void readForLong() throws Exception {
        RelyingParty app = realm.app();
        UserAgent agent = new UserAgent();
        for (int i = 0; i < 2; i++) {
            String requestUri = app.push(Map.of());
            Page opened = agent.open(app.pushed(requestUri));
            Page consent = opened.isConsent() ? opened : Browser.password(agent, opened, "alice");
            expire(requestUri);
            oneCode(realm, app, agent, consent);
            Page again = nothingIssued(realm, () -> agent.open(app.pushed(requestUri)));
            assertThat(again.status()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("when it is a request object that was pushed (FAPI), then the same")
    void requestObject() throws Exception {
        RequestObjects key = new RequestObjects();
        RelyingParty app = realm.addClient("signing");
        realm.updateAttributes(app.clientId(), key.attributes());
        Map<String, String> signed = app.parameters(URI.create(RelyingParty.REDIRECT_URI), Map.of());
        String requestUri = app.pushExactly(Map.of("client_id", app.clientId(), "request", key.sign(realm, signed)));
        UserAgent agent = new UserAgent();
        UserAgent other = new UserAgent();
        Page consent = Browser.signIn(agent, app.pushed(requestUri), "alice");
        Page second = Browser.signIn(other, app.pushed(requestUri), "bob");
        expire(requestUri);
        oneCode(realm, app, agent, consent);
        refused(other, second, "request_uri_spent");
    }

    @Test
    @DisplayName("when two browsers have opened it, then the first click gives the code, the second is refused")
    void twoBrowsers() throws Exception {
        RelyingParty app = realm.app();
        String requestUri = app.push(Map.of());
        UserAgent agent = new UserAgent();
        UserAgent other = new UserAgent();
        Page first = Browser.signIn(agent, app.pushed(requestUri), "alice");
        Page second = Browser.signIn(other, app.pushed(requestUri), "bob");
        expire(requestUri);
        oneCode(realm, app, agent, first);
        refused(other, second, "request_uri_spent");
    }

    @Test
    @DisplayName("when two browsers click at once, then one of them gets a code, whether it still lives or not")
    void atOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < ROUNDS; i++) {
                RelyingParty app = realm.app();
                String requestUri = app.push(Map.of());
                UserAgent agent = new UserAgent();
                UserAgent other = new UserAgent();
                Page first = Browser.signIn(agent, app.pushed(requestUri), "alice");
                Page second = Browser.signIn(other, app.pushed(requestUri), "bob");
                if (i % 2 == 0) {
                    expire(requestUri);
                }
                long before = consumed(realm);
                CyclicBarrier start = new CyclicBarrier(2);
                List<Page> ends = Stream.of(click(pool, start, agent, first), click(pool, start, other, second))
                        .map(CompletableFuture::join)
                        .toList();
                assertThat(ends).filteredOn(Browser::hasCode).hasSize(1);
                assertThat(consumed(realm)).isEqualTo(before + 1);
                assertThat(realm.event("GRANT_CONSENT_ERROR").path("error").asText())
                        .isEqualTo("request_uri_spent");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static CompletableFuture<Page> click(
            ExecutorService pool, CyclicBarrier start, UserAgent agent, Page consent) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        start.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return Browser.authorize(agent, consent);
                },
                pool);
    }

    @Test
    @DisplayName("when the sign-in is started over, then one code, and none for a browser that opened it too")
    void restarted() throws Exception {
        RelyingParty app = realm.app();
        String requestUri = app.push(Map.of());
        UserAgent agent = new UserAgent();
        UserAgent other = new UserAgent();
        Page consent = Browser.signIn(agent, app.pushed(requestUri), "alice");
        Page second = Browser.signIn(other, app.pushed(requestUri), "bob");
        expire(requestUri);
        Page login = agent.open(RestartIT.loginAction("restart", consent));
        oneCode(realm, app, agent, Browser.password(agent, login, "alice"));
        refused(other, second, "request_uri_spent");
    }

    @Test
    @DisplayName("when it is started over, and its page clicked twice, then the second click begins no other sign-in")
    void restartedAndClickedTwice() {
        RelyingParty app = realm.app();
        UserAgent agent = new UserAgent();
        Page opened = Browser.signIn(agent, app.pushed(app.push(Map.of())), "alice");
        Page login = agent.open(RestartIT.loginAction("restart", opened));
        Page consent = Browser.password(agent, login, "alice");
        Page first = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
        Page second = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
        Page end = agent.follow(second);
        if (setUp == SetUp.AUTHENTICATOR) {
            // Nothing has used the click yet: both lead on to the code.
            assertThat(Browser.hasCode(end)).as(Outcome.describe(end)).isTrue();
        } else {
            assertThat(Browser.hasCode(first)).isTrue();
            assertThat(end.isConsent()).as(Outcome.describe(end)).isFalse();
            assertThat(RelyingParty.error(end)).isEqualTo("temporarily_unavailable");
        }
    }

    @Test
    @DisplayName("when a copy of the browser takes the sign-in up again after the code, then its click is refused")
    void copyRestarted() throws Exception {
        RelyingParty app = realm.app();
        String requestUri = app.push(Map.of());
        UserAgent agent = new UserAgent();
        Page consent = Browser.signIn(agent, app.pushed(requestUri), "alice");
        UserAgent copy = agent.fork();
        oneCode(realm, app, agent, consent);
        copy.forgetCookies("AUTH_SESSION_ID");
        copy.forgetCookies("KEYCLOAK_IDENTITY");
        Page login = copy.open(RestartIT.loginAction("authenticate", consent));
        refused(copy, Browser.password(copy, login, "alice"), "request_uri_spent");
    }

    @Test
    @DisplayName("when it leads through a registration, then one code, and none for a second one")
    void registration() throws Exception {
        RelyingParty app = realm.app();
        String requestUri = app.push(Map.of("prompt", "create"));
        UserAgent agent = new UserAgent();
        UserAgent other = new UserAgent();
        Page first = RegistrationIT.register(agent, agent.open(app.pushed(requestUri)), "carol");
        Page second = RegistrationIT.register(other, other.open(app.pushed(requestUri)), "dave");
        expire(requestUri);
        oneCode(realm, app, agent, first);
        refused(other, second, "request_uri_spent");
    }

    @Test
    @DisplayName(
            "when the answer could not be made, then another browser can still click, and after that the first not")
    void undone() throws Exception {
        RelyingParty app = realm.addClient("undone");
        String requestUri = app.push(Map.of("response_mode", "query.jwt"));
        UserAgent agent = new UserAgent();
        UserAgent other = new UserAgent();
        Page first = Browser.signIn(agent, app.pushed(requestUri), "alice");
        Page second = Browser.signIn(other, app.pushed(requestUri), "bob");
        realm.updateAttributes(app.clientId(), Map.of(KEY, "RSA-OAEP", CONTENT, "A256GCM"));
        Page failed = nothingConsumed(() -> Browser.authorize(agent, first));
        assertThat(failed.status()).isGreaterThanOrEqualTo(400);
        realm.updateAttributes(app.clientId(), Map.of(KEY, "", CONTENT, ""));
        assertThat(Browser.hasCode(Browser.authorize(other, second))).isTrue();
        Page end = nothingConsumed(() -> goOn(agent, agent.open(first.address()), "alice"));
        assertThat(end.status()).isEqualTo(403);
        assertThat(realm.event("GRANT_CONSENT_ERROR").path("error").asText()).isEqualTo("request_uri_spent");
    }

    @Test
    @DisplayName("when the answer could not be made, then the same sign-in can be gone on with, however late")
    void undoneAndTriedAgain() throws Exception {
        RelyingParty app = realm.addClient("again");
        String requestUri = app.push(Map.of("response_mode", "query.jwt"));
        UserAgent agent = new UserAgent();
        Page first = Browser.signIn(agent, app.pushed(requestUri), "alice");
        realm.updateAttributes(app.clientId(), Map.of(KEY, "RSA-OAEP", CONTENT, "A256GCM"));
        nothingConsumed(() -> Browser.authorize(agent, first));
        realm.updateAttributes(app.clientId(), Map.of(KEY, "", CONTENT, ""));
        expire(requestUri);
        Page end = goOn(agent, agent.open(first.address()), "alice");
        assertThat(Browser.hasCode(end)).as(Outcome.describe(end)).isTrue();
    }

    /** From wherever the tab is: a sign-in that was undone may have to be begun anew, with another click. */
    private static Page goOn(UserAgent agent, Page opened, String user) {
        Page page = Browser.isExpired(opened) ? Browser.goOn(agent, opened) : opened;
        Page signedIn = page.isRedirect() || page.document().getElementById("kc-form-login") == null
                ? page
                : Browser.password(agent, page, user);
        return signedIn.isConsent() ? Browser.authorize(agent, signedIn) : signedIn;
    }

    private Page nothingConsumed(Supplier<Page> step) throws SQLException {
        long before = consumed(realm);
        Page end = step.get();
        assertThat(Browser.hasCode(end)).as(Outcome.describe(end)).isFalse();
        assertThat(consumed(realm)).isEqualTo(before);
        return end;
    }

    @Test
    @DisplayName("when the click comes after more than a day, then it is refused, and the reason says why")
    void tooLate() throws Exception {
        RelyingParty app = realm.app();
        String requestUri = app.push(Map.of());
        UserAgent agent = new UserAgent();
        Page login = agent.open(app.pushed(requestUri));
        realm.probe().later(25 * 60 * 60, () -> {
            Page timedOut = Browser.password(agent, login, "alice");
            Page consent = timedOut.isConsent() ? timedOut : Browser.password(agent, timedOut, "alice");
            try {
                return refused(agent, consent, "request_uri_expired");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Keycloak begins the sign-in anew when its time is over; the page of before is not answered. */
    @ParameterizedTest
    @CsvSource({"2, 1800", "48, 259200"})
    @DisplayName(
            "when the click comes hours later, and within the realm's time for a sign-in if that is more, then one code")
    void late(int hours, int longestSignIn) {
        realm.update(Map.of("accessCodeLifespanLogin", longestSignIn));
        RelyingParty app = realm.app();
        UserAgent agent = new UserAgent();
        Page login = agent.open(app.pushed(app.push(Map.of())));
        realm.probe().later(hours * 60 * 60, () -> {
            Page timedOut = Browser.password(agent, login, "alice");
            Page consent = timedOut.isConsent() ? timedOut : Browser.password(agent, timedOut, "alice");
            Page end = Browser.authorize(agent, consent);
            assertThat(Browser.hasCode(end)).as(Outcome.describe(end)).isTrue();
            return end;
        });
    }

    @Test
    @DisplayName("when a request that was not pushed says that it was, then nobody believes it")
    void forged() {
        RelyingParty app = realm.app();
        UserAgent agent = new UserAgent();
        Map<String, String> forged = Map.of("consent-grant.pushed-request", "1 urn:ietf:params:oauth:request_uri:x");
        Page consent = Browser.signIn(agent, app.request(forged), "alice");
        assertThat(Tab.of(realm, agent, consent).clientNote("client_request_param_consent-grant.pushed-request"))
                .isEmpty();
        assertThat(Browser.hasCode(Browser.authorize(agent, consent))).isTrue();
    }
}
