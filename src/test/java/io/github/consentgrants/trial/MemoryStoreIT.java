package io.github.consentgrants.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.contract.StoreContract;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The second store of docs/spi.md, with the contract as others get it: from the jar that the build publishes. */
@Tag("trials")
@DisplayName("Given Keycloak with a store in memory in the place of the database")
final class MemoryStoreIT implements StoreContract {
    private static KeycloakServer server;

    @BeforeAll
    static void start() {
        List<Path> jars =
                List.of(KeycloakServer.productionJar(), KeycloakServer.contractJar(), KeycloakServer.memoryStoreJar());
        server = KeycloakServer.withJars("memory", Database.POSTGRESQL, jars);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public URI baseUrl() {
        return server.baseUrl();
    }

    @Test
    @DisplayName(
            "when users sign in, then each click yields one code and tokens once, denials hold, and no row is in the database")
    void signIn() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            RelyingParty app = realm.app();
            UserAgent agent = new UserAgent();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            Page end = Browser.authorize(agent, consent);
            assertThat(Browser.redeems(app, end)).isTrue();
            assertThat(Browser.redeems(app, end)).isFalse();
            assertThat(Browser.hasCode(Browser.authorize(agent, consent))).isFalse();

            Page denied = Browser.deny(agent, agent.open(app.request(Map.of())));
            assertThat(RelyingParty.error(denied)).isEqualTo("access_denied");
            Page asked = agent.open(app.request(Map.of()));
            assertThat(asked.isConsent()).isTrue();
            assertThat(Grants.of(realm)).isEmpty();
        }
    }
}
