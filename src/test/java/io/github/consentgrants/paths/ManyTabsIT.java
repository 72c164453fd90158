package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What our cookies cost a browser, and what they still answer. */
@DisplayName("Given a browser with many consent pages")
final class ManyTabsIT {
    private static final int LIMIT = 1000;
    private static final String PREFIX = "consent-grant-";
    private static final List<String> PLACES = IntStream.rangeClosed('a', 'l')
            .mapToObj(place -> PREFIX + (char) place)
            .toList();

    @AutoClose
    private final TestRealm realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = realm.app().withoutPkce();
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName("when there are 250 in two realms, then our cookies are below 1 kB, and each page can be answered")
    void inTwoRealms() {
        try (TestRealm other = TestRealm.create(realm.server())) {
            List<Page> pages = new ArrayList<>();
            for (TestRealm one : List.of(realm, other)) {
                Browser.authorize(agent, Browser.signIn(agent, one.app().request(Map.of()), "alice"));
            }
            for (int i = 0; i < 125; i++) {
                pages.add(agent.open(app.request(Map.of())));
                pages.add(agent.open(other.app().request(Map.of())));
                assertThat(size(agent)).isLessThan(LIMIT);
            }
            assertThat(pages).allMatch(Page::isConsent);
            for (int i : new int[] {249, 248, 100, 101, 0, 1}) {
                assertThat(Browser.hasCode(Browser.authorize(agent, pages.get(i))))
                        .isTrue();
                assertThat(size(agent)).isLessThan(LIMIT);
            }
        }
    }

    @Test
    @DisplayName("when each took a password, then our cookies are below 1 kB, and the last 8 can be answered")
    void withPasswords() {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            pages.add(Browser.signIn(agent, app.request(Map.of("prompt", "login")), "alice"));
            assertThat(size(agent)).isLessThan(LIMIT);
        }
        assertThat(pages).allMatch(Page::isConsent);
        // The place that is kept for single sign-on is used too.
        Browser.signIn(agent, realm.plain().request(Map.of()), "alice");
        assertThat(agent.open(app.request(Map.of())).isConsent()).isTrue();
        assertThat(agent.keys()).hasSize(PLACES.size());
        assertThat(size(agent)).isLessThan(LIMIT);
        for (Page page : pages.subList(22, 30)) {
            assertThat(Browser.redeems(app, Browser.authorize(agent, page))).isTrue();
        }
        assertThat(Browser.authorize(agent, pages.get(0)).status()).isEqualTo(403);
    }

    @Test
    @DisplayName("when 20 are opened at once by single sign-on, the first of this browser, then each can be answered")
    void atOnce() {
        Browser.signIn(agent, realm.plain().request(Map.of()), "alice");
        List<Page> pages = simultaneously(20, own -> own.open(app.request(Map.of())));
        assertThat(agent.keys()).hasSize(1);
        for (Page page : pages) {
            assertThat(Browser.redeems(app, Browser.authorize(agent, page))).isTrue();
        }
    }

    @Test
    @DisplayName(
            "when 20 are opened by single sign-on one after the other, then they share a place, and take no other's")
    void oneAfterTheOther() {
        Page first = Browser.signIn(agent, app.request(Map.of()), "alice");
        Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of("prompt", "login")), "alice"));
        for (int i = 0; i < 20; i++) {
            assertThat(agent.open(app.request(Map.of())).isConsent()).isTrue();
        }
        assertThat(agent.keys()).hasSize(2);
        assertThat(Browser.redeems(app, Browser.authorize(agent, first))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("when users sign in with a password in 4 at once, then each can be answered")
    void passwordsAtOnce(boolean full) {
        if (full) {
            PLACES.forEach(place -> agent.plant(place, "k".repeat(42) + "A.1"));
        }
        List<Page> logins = IntStream.range(0, 4)
                .mapToObj(i -> agent.open(app.request(Map.of())))
                .toList();
        List<Page> waiting = new ArrayList<>(logins);
        List<Page> pages = simultaneously(4, own -> Browser.password(own, waiting.remove(0), "alice"));
        for (Page page : pages) {
            assertThat(Browser.redeems(app, Browser.authorize(agent, page))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("when all keys in it are someone else's, who shares its session, then that one sees no page")
    void planted(boolean singleSignOn) throws Exception {
        UserAgent attacker = new UserAgent();
        Page login = attacker.open(app.request(Map.of()));
        PLACES.forEach(place -> attacker.plant(place, "k".repeat(42) + "A.1"));
        if (singleSignOn) {
            Browser.signIn(agent, realm.plain().request(Map.of()), "alice");
        }
        agent.adopt(attacker);
        Page page = singleSignOn ? agent.open(app.request(Map.of())) : Browser.password(agent, login, "alice");
        assertThat(page.isConsent()).isTrue();
        assertThat(nothingIssued(realm, () -> attacker.open(page.address())).status())
                .isEqualTo(403);
        assertThat(nothingIssued(realm, () -> Browser.authorize(attacker, page)).status())
                .isEqualTo(403);
        assertThat(Browser.hasCode(Browser.authorize(agent, agent.open(page.address()))))
                .isTrue();
    }

    @Test
    @DisplayName("when a page is done, then its key is gone, and the key of another page is not")
    void done() {
        Browser.signIn(agent, realm.plain().request(Map.of()), "alice");
        Page first = agent.open(app.request(Map.of()));
        Page second = agent.open(app.request(Map.of()));
        Browser.deny(agent, first);
        assertThat(agent.keys()).hasSize(1);
        assertThat(Browser.redeems(app, Browser.authorize(agent, second))).isTrue();
        assertThat(agent.keys()).isEmpty();
    }

    @Test
    @DisplayName("when it still has the cookies of an earlier version, then they are taken away, eight at a time")
    void earlierVersion() {
        for (int i = 0; i < 20; i++) {
            agent.plant(PREFIX + "0123456789" + (char) ('a' + i), "s".repeat(43));
        }
        for (int left : new int[] {12, 4, 0}) {
            Browser.signIn(agent, app.request(Map.of()), "alice");
            assertThat(agent.cookies().keySet())
                    .filteredOn(name -> name.startsWith(PREFIX + "0123456789"))
                    .hasSize(left);
        }
    }

    @Test
    @DisplayName("when it is a real one, then our cookies are below 1 kB, and a page can be opened again")
    void chromium() {
        try (BrowserContext profile = Chromium.shared().profile(new NewContextOptions())) {
            var page = profile.newPage();
            for (int i = 0; i < 30; i++) {
                page.navigate(app.request(Map.of("prompt", "login")).toString());
                page.fill("#username", "alice");
                page.fill("#password", "alice");
                page.click("#kc-login");
                page.waitForSelector("#kc-consent-grant");
            }
            page.reload();
            assertThat(page.locator("#kc-consent-grant").isVisible()).isTrue();
            int size = profile.cookies().stream()
                    .filter(cookie -> cookie.name.contains(PREFIX))
                    .mapToInt(cookie -> length(cookie.name, cookie.value))
                    .sum();
            assertThat(size).isBetween(1, LIMIT);
        }
    }

    /** Each request is sent with the cookies as they are now, and the answers come in after all of them. */
    private List<Page> simultaneously(int times, Function<UserAgent, Page> step) {
        List<UserAgent> own =
                IntStream.range(0, times).mapToObj(i -> agent.fork()).toList();
        List<Page> pages = own.stream().map(step).toList();
        own.forEach(agent::adopt);
        return pages;
    }

    private static int size(UserAgent agent) {
        return agent.cookies().entrySet().stream()
                .filter(cookie -> cookie.getKey().contains(PREFIX))
                .mapToInt(cookie -> length(cookie.getKey(), cookie.getValue()))
                .sum();
    }

    /** As in the header, over https. */
    private static int length(String name, String value) {
        return "__Host-".length() + name.length() + value.length() + "=; ".length();
    }
}
