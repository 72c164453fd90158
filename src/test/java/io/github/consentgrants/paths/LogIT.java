package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given everything that happens to a grant")
final class LogIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName("when log and events are read, then they hold no code, no token of a grant and no secret of a browser")
    void secrets() throws Exception {
        List<String> secrets = new ArrayList<>();
        try (TestRealm realm = TestRealm.create(server)) {
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            Tab tab = Tab.of(realm, agent, consent);
            String key = tab.secret();
            secrets.add(key);
            secrets.addAll(agent.keys().toList());
            Page redirect = tab.approve();
            secrets.add(token(consent, key));
            tab.clientNote("nonce", "changed");
            Page again = agent.follow(redirect);
            Page second = Tab.of(realm, agent, again).approve();
            secrets.add(token(again, key));
            Page end = agent.follow(second);
            secrets.add(RelyingParty.code(end));
            agent.follow(second);
            Browser.deny(agent, agent.open(app.request(Map.of())));

            assertThat(secrets).hasSize(5).doesNotHaveDuplicates().allMatch(secret -> secret.length() > 20);
            String events = server.admin()
                    .get("/realms/" + realm.name() + "/events?max=1000")
                    .toString();
            assertThat(events).contains("GRANT_CONSENT_ERROR", "binding_mismatch", "rejected_by_user");
            for (String secret : secrets) {
                assertThat(server.log()).doesNotContain(secret);
                assertThat(events).doesNotContain(secret);
            }
        }
    }

    /** Returns the secret part of the token of the page's grant. */
    private static String token(Page page, String key) {
        String id = page.document().selectFirst("input[name=page]").attr("value");
        return GrantToken.derived(id, key).value().substring(id.length() + 1);
    }
}
