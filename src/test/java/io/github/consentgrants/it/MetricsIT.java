package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given Keycloak's metrics")
final class MetricsIT {
    private static final String PREFIX = "keycloak_consent_grants_";
    private static final String GRANTED = PREFIX + "decided_total{decision=\"granted\"";
    private static final String DENIED = PREFIX + "decided_total{decision=\"denied\"";
    private static final String CONSUMED = PREFIX + "consumed_total";
    private static final String REDEEMED = PREFIX + "redeemed_total";
    private static final String REFUSED = PREFIX + "refused_total";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @AutoClose
    private final TestRealm realm = TestRealm.create(server);

    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName("when a user authorizes and the client redeems the code, then each step is counted once")
    void authorized() {
        RelyingParty app = realm.app();
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        Counters before = counters();

        assertThat(Browser.redeems(app, Browser.authorize(agent, consent))).isTrue();

        Counters after = counters();
        assertThat(after.since(before, GRANTED)).isOne();
        assertThat(after.since(before, CONSUMED)).isOne();
        assertThat(after.since(before, REDEEMED)).isOne();
        assertThat(after.since(before, DENIED)).isZero();
        assertThat(after.since(before, REFUSED)).isZero();
    }

    @Test
    @DisplayName("when a user denies, then that is counted, and nothing else")
    void denied() {
        Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
        Counters before = counters();

        Browser.deny(agent, consent);

        Counters after = counters();
        assertThat(after.since(before, DENIED)).isOne();
        assertThat(after.since(before, GRANTED)).isZero();
        assertThat(after.since(before, CONSUMED)).isZero();
    }

    @Test
    @DisplayName("when a request is refused, then it is counted under its reason")
    void refused() {
        realm.configureGate(true, Map.of("applies-to", "all"));
        realm.updateClient("plain", Map.of("directAccessGrantsEnabled", true));
        Counters before = counters();

        realm.client("plain").token("password", Map.of("username", "alice", "password", "alice"));

        Counters after = counters();
        assertThat(after.since(before, REFUSED + "{reason=\"grant_type_not_allowed\""))
                .isOne();
        assertThat(after.since(before, REFUSED)).isOne();
    }

    private Counters counters() {
        return new Counters(server.metrics());
    }

    /** The text format: one line for each counter, with its labels and its value. */
    private record Counters(String text) {
        double since(Counters before, String start) {
            return sum(start) - before.sum(start);
        }

        private double sum(String start) {
            return text.lines()
                    .filter(line -> line.startsWith(start))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }
}
