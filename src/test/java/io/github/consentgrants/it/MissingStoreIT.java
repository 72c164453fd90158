package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a Keycloak whose consent grant store is switched off")
final class MissingStoreIT {
    @Test
    @DisplayName(
            "when a user authorizes a gated client, then there is no code, a clear page and a clear line in the log")
    void refused() {
        try (KeycloakServer server =
                        KeycloakServer.withOptions(Database.H2, "--spi-consent-grant-store--jpa--enabled=false");
                TestRealm realm = TestRealm.create(server)) {
            UserAgent agent = new UserAgent();
            Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
            Page end = Browser.authorize(agent, consent);
            assertThat(Browser.hasCode(end)).isFalse();
            assertThat(end.status()).isEqualTo(503);
            assertThat(end.text()).contains("cannot be recorded at the moment");
            assertThat(server.log()).contains("No consent grant store", "realm '" + realm.name() + "'", "client 'app'");
            assertThat(realm.events("GRANT_CONSENT_ERROR").get(0).path("error").asText())
                    .isEqualTo("store_missing");
            assertThat(realm.events("LOGIN")).isEmpty();
        }
    }
}
