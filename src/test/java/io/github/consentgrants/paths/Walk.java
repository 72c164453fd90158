package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import org.jsoup.nodes.Element;

/** Does what each page on the way asks for, as a user would, and counts how often the consent page asked. */
final class Walk {
    private static final int MAX_PAGES = 12;
    private static final Map<String, Map<String, String>> ANSWERS = Map.of(
            "kc-passwd-update-form", Map.of("password-new", "secret-1", "password-confirm", "secret-1"),
            "kc-reset-password-form", Map.of("username", "alice"));

    private final UserAgent agent;
    private Page page;
    private int asked;

    private Walk(UserAgent agent, Page start) {
        this.agent = agent;
        this.page = start;
    }

    /** Goes on from the page until a redirect leaves Keycloak, or there is nothing left to do. */
    static Walk from(UserAgent agent, Page start) {
        return goOn(new Walk(agent, start), start);
    }

    /** Goes on with the walk at another page. */
    static Walk goOn(Walk walk, Page start) {
        walk.page = start;
        for (int i = 0; i < MAX_PAGES && !walk.page.isRedirect() && walk.step(); i++) {
            assertThat(Browser.hasCode(walk.page) && walk.asked != 1).isFalse();
        }
        return walk;
    }

    /** Exactly one page asked, one code came, one row more is consumed. */
    static void oneCode(TestRealm realm, RelyingParty client, UserAgent agent, Page start) throws SQLException {
        long before = Outcome.consumed(realm);
        Walk walk = from(agent, start);
        assertThat(walk.asked).as(Outcome.describe(walk.page)).isEqualTo(1);
        assertThat(Browser.hasCode(walk.page)).as(Outcome.describe(walk.page)).isTrue();
        assertThat(Browser.redeems(client, walk.page)).isTrue();
        assertThat(Outcome.consumed(realm)).isEqualTo(before + 1);
    }

    /** Whatever the pages ask, there is no code in the end, and no row is consumed. */
    static Page noCode(TestRealm realm, UserAgent agent, Page start) throws SQLException {
        long before = Outcome.consumed(realm);
        Walk walk = from(agent, start);
        assertThat(Browser.hasCode(walk.page)).as(Outcome.describe(walk.page)).isFalse();
        assertThat(Outcome.consumed(realm)).isEqualTo(before);
        return walk.page;
    }

    int asked() {
        return asked;
    }

    boolean hasCode() {
        return Browser.hasCode(page);
    }

    private boolean step() {
        if (page.isConsent()) {
            asked++;
            page = Browser.authorize(agent, page);
            return true;
        }
        for (Map.Entry<String, Map<String, String>> answer : ANSWERS.entrySet()) {
            if (page.document().getElementById(answer.getKey()) != null) {
                page = agent.submit(page, answer.getKey(), null, answer.getValue());
                return true;
            }
        }
        Element proceed = page.document().selectFirst("#kc-info-message a[href*=action-token]");
        if (proceed == null) {
            return false;
        }
        page = agent.open(URI.create(proceed.absUrl("href")));
        return true;
    }
}
