package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given Keycloak's own ways past a pending required action")
final class StockConsentPostIT {
    @AutoClose
    private static final TestRealm REALM =
            TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.WITHOUT_AUTHENTICATOR);

    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName(
            "when the answer goes to the stock consent endpoint, then the guard refuses, and neither session nor identity is left")
    void stockEndpoint() throws Exception {
        Page consent = Browser.signIn(agent, REALM.app().request(Map.of()), "alice");
        URI action = URI.create(consent.document().getElementById(Browser.FORM).attr("action"));
        String query = UserAgent.encode(Map.of(
                "client_id",
                "app",
                "tab_id",
                Tab.query(action).get("tab_id"),
                "client_data",
                Tab.query(action).get("client_data")));
        Page end = nothingIssued(
                REALM, () -> agent.send("POST", consent.address().resolve("consent?" + query), "accept=accept"));
        assertThat(end.status()).isEqualTo(403);
        assertThat(end.response().headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("KEYCLOAK_IDENTITY=") || cookie.startsWith("KEYCLOAK_SESSION="));
        assertThat(REALM.sessions("alice")).isEmpty();
    }
}
