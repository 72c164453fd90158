package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given the store on Keycloak's JPA connection and PostgreSQL")
final class StoreIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @Test
    @DisplayName("when an approval and a consume commit beside stored events, then the commits are synchronous")
    void synchronousCommit() throws Exception {
        UserAgent agent = new UserAgent();
        try (var connection = server.openConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE cg_probe_commit (setting text)");
            statement.execute("CREATE FUNCTION cg_probe_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    + " INSERT INTO cg_probe_commit VALUES (current_setting('synchronous_commit')); RETURN NULL;"
                    + " END $$");
            statement.execute("CREATE CONSTRAINT TRIGGER cg_probe_commit AFTER INSERT OR UPDATE ON cg_consent_grant"
                    + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cg_probe_commit()");
            try {
                Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
                assertThat(Browser.hasCode(Browser.authorize(agent, consent))).isTrue();
                // The second sign-in changes nothing but the grant and the events: the case that Keycloak would relax.
                Page again = agent.open(realm.app().request(Map.of()));
                assertThat(Browser.hasCode(Browser.authorize(agent, again))).isTrue();
                assertThat(realm.events("LOGIN")).hasSize(2);
                try (var settings =
                        statement.executeQuery("SELECT setting, count(*) FROM cg_probe_commit GROUP BY 1")) {
                    assertThat(settings.next()).isTrue();
                    assertThat(settings.getString(1)).isEqualTo("on");
                    assertThat(settings.getInt(2)).isEqualTo(4);
                    assertThat(settings.next()).isFalse();
                }
            } finally {
                statement.execute("DROP TRIGGER cg_probe_commit ON cg_consent_grant");
                statement.execute("DROP FUNCTION cg_probe_commit");
                statement.execute("DROP TABLE cg_probe_commit");
            }
        }
    }
}
