package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.Probe;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given the store on Keycloak's JPA connection and PostgreSQL")
final class StoreIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;
    private Probe probe;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
        probe = realm.probe();
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private JsonNode consume(JsonNode grant, Map<String, String> fields) {
        Map<String, String> arguments = new HashMap<>(fields);
        arguments.putIfAbsent("token", grant.path("token").asText());
        arguments.putIfAbsent("PAGE", grant.path("page").asText());
        return probe.call("consume", arguments);
    }

    private static String outcome(JsonNode result) {
        return result.path("outcome").asText();
    }

    @Test
    @DisplayName("when a grant is consumed, then once, and a replay is consumed even when it also expired")
    void singleUse() {
        JsonNode grant = probe.call("mint", Map.of("STATE", "s"));
        assertThat(outcome(consume(grant, Map.of("STATE", "s")))).isEqualTo("granted");
        assertThat(outcome(consume(grant, Map.of("STATE", "s")))).isEqualTo("consumed");
        assertThat(outcome(probe.later(121, () -> consume(grant, Map.of("STATE", "s")))))
                .isEqualTo("consumed");
        assertThat(outcome(probe.later(121, () -> consume(grant, Map.of("STATE", "other")))))
                .isEqualTo("binding_mismatch");
    }

    @Test
    @DisplayName("when the binding differs, then the field is named, before expiry, and the grant is not spent")
    void mismatch() {
        JsonNode grant = probe.call("mint", Map.of("STATE", "s", "NONCE", "n"));
        JsonNode refused = consume(grant, Map.of("STATE", "t", "NONCE", "n"));
        assertThat(outcome(refused)).isEqualTo("binding_mismatch");
        assertThat(refused.path("differing").asText()).isEqualTo("[STATE]");
        assertThat(outcome(probe.later(121, () -> consume(grant, Map.of("STATE", "t", "NONCE", "n")))))
                .isEqualTo("binding_mismatch");
        assertThat(outcome(consume(grant, Map.of("STATE", "s", "NONCE", "n")))).isEqualTo("granted");
    }

    @Test
    @DisplayName("when its time is over, then it is expired; one second earlier it is not")
    void expiry() {
        JsonNode grant = probe.call("mint", Map.of("ttl", "10"));
        assertThat(outcome(probe.later(10, () -> consume(grant, Map.of())))).isEqualTo("expired");
        assertThat(outcome(consume(grant, Map.of()))).isEqualTo("granted");
    }

    @Test
    @DisplayName("when the token is unknown, altered, malformed or blank, then it is not found")
    void notFound() {
        JsonNode grant = probe.call("mint", Map.of());
        JsonNode other = probe.call("mint", Map.of());
        String secretOfOther = other.path("token").asText().substring(36);
        String mixed = grant.path("page").asText() + secretOfOther;
        for (String token : new String[] {"", " ", "x", mixed}) {
            assertThat(outcome(consume(grant, Map.of("token", token)))).isEqualTo("not_found");
        }
        assertThat(outcome(consume(grant, Map.of()))).isEqualTo("granted");
    }

    @Test
    @DisplayName("when a page is decided twice, then the first decision stands, whatever it was")
    void oneDecision() {
        JsonNode grant = probe.call("mint", Map.of());
        String page = grant.path("page").asText();
        assertThat(probe.call("mint", Map.of("PAGE", page)).path("error").asText())
                .isEqualTo("already_decided");
        assertThat(probe.call("deny", Map.of("PAGE", page)).path("error").asText())
                .isEqualTo("already_decided");
        assertThat(outcome(consume(grant, Map.of()))).isEqualTo("granted");
    }

    @Test
    @DisplayName(
            "when 64 callers present one token at once, 500 times, then exactly one wins each and all others are told"
                    + " consumed")
    void race() {
        JsonNode outcomes = probe.call("race", Map.of("callers", 64, "tokens", 500));
        assertThat(outcomes.path("one winner").asInt()).isEqualTo(500);
        assertThat(outcomes.path("granted").asInt()).isEqualTo(500);
        assertThat(outcomes.path("consumed").asInt()).isEqualTo(500 * 63);
        assertThat(outcomes).hasSize(3);
    }

    @Test
    @DisplayName("when the first consumer rolls back, then the grant is left to the next")
    void rollback() {
        JsonNode outcomes = probe.call("rollback", Map.of());
        assertThat(outcomes.path("first").asText()).isEqualTo("granted");
        assertThat(outcomes.path("second").asText()).isEqualTo("granted");
    }

    @Test
    @DisplayName("when a grant is redeemed, then after the consume only, and once")
    void redeem() {
        JsonNode grant = probe.call("mint", Map.of());
        assertThat(redeem(grant)).isFalse();
        assertThat(outcome(consume(grant, Map.of()))).isEqualTo("granted");
        assertThat(redeem(grant)).isTrue();
        assertThat(redeem(grant)).isFalse();
        assertThat(outcome(consume(grant, Map.of()))).isEqualTo("consumed");
        assertThat(probe.call("redeem", Map.of("id", "unknown"))
                        .path("redeemed")
                        .asBoolean())
                .isFalse();
    }

    private boolean redeem(JsonNode grant) {
        return probe.call("redeem", Map.of("id", grant.path("page").asText()))
                .path("redeemed")
                .asBoolean();
    }

    @Test
    @DisplayName("when 64 callers redeem one grant at once, 100 times, then exactly one wins each")
    void redeemRace() {
        JsonNode outcomes = probe.call("redeem-race", Map.of("callers", 64, "grants", 100));
        assertThat(outcomes.path("one winner").asInt()).isEqualTo(100);
        assertThat(outcomes.path("redeemed").asInt()).isEqualTo(100);
        assertThat(outcomes.path("refused").asInt()).isEqualTo(100 * 63);
        assertThat(outcomes).hasSize(3);
    }

    @Test
    @DisplayName("when a consume commits beside stored login events, then the commit is synchronous")
    void synchronousCommit() throws Exception {
        UserAgent agent = new UserAgent();
        try (var connection = server.openConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE cg_probe_commit (setting text)");
            statement.execute("CREATE FUNCTION cg_probe_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    + " INSERT INTO cg_probe_commit VALUES (current_setting('synchronous_commit')); RETURN NULL;"
                    + " END $$");
            statement.execute("CREATE CONSTRAINT TRIGGER cg_probe_commit AFTER UPDATE ON cg_consent_grant"
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
                    assertThat(settings.getInt(2)).isEqualTo(2);
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
