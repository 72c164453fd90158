package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    private static final String PAGES = PREFIX + "pages_total";
    private static final String DECISION = PREFIX + "decision_seconds";
    private static final String STORE = PREFIX + "store_seconds";
    private static final String CALLS = PREFIX + "admin_calls_total";
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
    @DisplayName("when a page is shown and answered, then it is counted, and how long the user took")
    void timed() throws Exception {
        Counters before = counters();

        Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
        assertThat(counters().since(before, PAGES)).isOne();
        TimeUnit.MILLISECONDS.sleep(1100);
        Browser.authorize(agent, consent);

        Counters after = counters();
        assertThat(after.since(before, PAGES)).isOne();
        assertThat(after.since(before, DECISION + "_count{decision=\"granted\""))
                .isOne();
        assertThat(after.since(before, DECISION + "_count{decision=\"denied\"")).isZero();
        assertThat(after.since(before, DECISION + "_sum{decision=\"granted\"")).isBetween(1.1, 60.0);
        assertThat(after.since(before, DECISION + "_bucket{decision=\"granted\",le=\"1.0\""))
                .isZero();
        assertThat(after.since(before, DECISION + "_bucket{decision=\"granted\",le=\"+Inf\""))
                .isOne();
    }

    @Test
    @DisplayName("when the store is called, then each operation is timed")
    void store() {
        RelyingParty app = realm.app();
        Counters before = counters();

        assertThat(Browser.redeems(
                        app, Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"))))
                .isTrue();

        Counters after = counters();
        for (String operation : List.of("mint", "consume", "redeem")) {
            assertThat(after.since(before, STORE + "_count{operation=\"" + operation + "\""))
                    .as(operation)
                    .isOne();
        }
        assertThat(after.since(before, STORE + "_sum")).isPositive();
    }

    @Test
    @DisplayName("when administrators list, show and revoke, then each call is counted, but none that is forbidden")
    void administrators() {
        Browser.authorize(agent, Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
        String path = "/realms/" + realm.name() + "/consent-grants";
        Counters before = counters();

        String id = server.admin().get(path).path("grants").get(0).path("id").asText();
        server.admin().get(path + "/" + id);
        server.admin().send("GET", path + "/" + id + "/receipt", null);
        server.admin().post(path + "/" + id + "/revoke", null);
        assertThat(Bearer.none(realm).send("GET", "/admin" + path, null).statusCode())
                .isEqualTo(401);

        Counters after = counters();
        for (String call : List.of("list", "show", "receipt", "revoke")) {
            assertThat(after.since(before, CALLS + "{call=\"" + call + "\""))
                    .as(call)
                    .isOne();
        }
    }

    @Test
    @DisplayName("when nothing has happened yet, then the sweep's lag is there, and each reason is 0 and not absent")
    void prepared() {
        Counters now = counters();
        assertThat(now.sum(PREFIX + "sweep_lag_seconds")).isBetween(0.0, 86_400.0);
        assertThat(now.text().lines())
                .anyMatch(line -> line.startsWith(PREFIX + "sweep_lag_seconds"))
                .anyMatch(line -> line.startsWith(REFUSED + "{reason=\"client_policy\""))
                .anyMatch(line -> line.startsWith(REFUSED + "{reason=\"not_found\""));
        assertThat(now.text().lines().filter(line -> line.startsWith(PREFIX)))
                .noneMatch(line -> line.contains(realm.name()) || line.contains("alice"));
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
