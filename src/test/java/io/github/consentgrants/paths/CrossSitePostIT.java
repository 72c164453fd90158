package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a page of another site that knows the form's address and fields")
final class CrossSitePostIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final UserAgent agent = new UserAgent();

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    @DisplayName(
            "when it posts the form, then the page is shown again and nothing is minted; the user's own click counts")
    void posted(String fetchSite) throws Exception {
        int before = Grants.of(REALM).size();
        Page consent = Browser.signIn(agent, REALM.app().request(Map.of()), "alice");
        agent.sendAlso("Sec-Fetch-Site", fetchSite);
        Page again = Browser.authorize(agent, consent);
        assertThat(again.isConsent()).isTrue();
        assertThat(Grants.of(REALM)).hasSize(before);

        agent.sendAlso("Sec-Fetch-Site", "same-origin");
        assertThat(Browser.hasCode(Browser.authorize(agent, again))).isTrue();
    }

    @Test
    @DisplayName("when the browser keeps the page's cookie back, as it does across sites, then nothing is minted")
    void withoutCookie() throws Exception {
        int before = Grants.of(REALM).size();
        Page consent = Browser.signIn(agent, REALM.app().request(Map.of()), "alice");
        agent.forgetCookies("consent-grant-");
        assertThat(Browser.authorize(agent, consent).status()).isEqualTo(403);
        assertThat(Grants.of(REALM)).hasSize(before);
    }
}
