package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.sql.SQLException;
import java.util.function.Supplier;

/** The two ways in which every path must end. */
final class Outcome {
    private Outcome() {}

    /** The page is shown, and exactly one code follows the click: it can be redeemed, and one row more is consumed. */
    static void oneCode(TestRealm realm, RelyingParty client, UserAgent agent, Page consent) throws SQLException {
        assertThat(consent.isConsent()).as(describe(consent)).isTrue();
        long before = consumed(realm);
        Page end = Browser.authorize(agent, consent);
        assertThat(Browser.hasCode(end)).as(describe(end)).isTrue();
        assertThat(Browser.redeems(client, end)).isTrue();
        assertThat(consumed(realm)).isEqualTo(before + 1);
    }

    /** The step gives neither a code nor a token, and leaves every row as it was. */
    static Page nothingIssued(TestRealm realm, Supplier<Page> step) throws SQLException {
        var before = Grants.of(realm);
        Page end = step.get();
        assertThat(Browser.hasCode(end)).as(describe(end)).isFalse();
        assertThat(Grants.of(realm)).isEqualTo(before);
        return end;
    }

    static long consumed(TestRealm realm) throws SQLException {
        return Grants.of(realm).stream().filter(Grants.Row::consumed).count();
    }

    static String describe(Page page) {
        return page.status() + " " + (page.isRedirect() ? page.location() : page.text());
    }
}
