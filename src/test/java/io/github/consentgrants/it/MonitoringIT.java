package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Promtool;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Given the alert rules and the dashboard, and metrics that were scraped from a server")
final class MonitoringIT {
    private static final Path RULES = Path.of("docker", "prometheus", "alerts.yml");
    private static final Path DASHBOARD = Path.of("docker", "grafana", "dashboards", "consent-grants.json");
    private static final Pattern METRIC = Pattern.compile("keycloak_consent_grants_[a-z_]+");
    private static final String NONE =
            "promtool is not installed (Debian: apt-get install prometheus), so the alert rules" + " are not checked";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @TempDir
    private Path folder;

    private TestRealm realm;
    private RelyingParty app;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
        app = realm.app();
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private Promtool promtool() {
        return Promtool.find(folder).orElseGet(() -> {
            System.out.println(NONE);
            return abort(NONE);
        });
    }

    private Map<String, Double> scrape() {
        return Promtool.series(server.metrics());
    }

    private String signIn() {
        UserAgent agent = new UserAgent();
        return RelyingParty.code(Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice")));
    }

    private Client.Answer redeem(String code, Map<String, String> further) {
        Map<String, String> form = new HashMap<>(
                Map.of("code", code, "redirect_uri", RelyingParty.REDIRECT_URI, "code_verifier", app.codeVerifier()));
        form.putAll(further);
        return realm.client("app").token("authorization_code", form);
    }

    private String copy(String code) {
        return realm.probe()
                .call("copy-code", Map.of("code", code))
                .path("code")
                .asText();
    }

    private static List<String> expressions() throws IOException {
        return Admin.JSON.readTree(DASHBOARD.toFile()).findValues("expr").stream()
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    @DisplayName("when rules and dashboard name a metric, then the server exports it")
    void names() throws IOException {
        redeem(signIn(), Map.of());
        server.admin().get("/realms/" + realm.name() + "/consent-grants");
        Set<String> exported = scrape().keySet().stream()
                .map(series -> series.replaceFirst("\\{.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        String all = Files.readString(RULES) + String.join("\n", expressions());
        Set<String> named =
                METRIC.matcher(all).results().map(found -> found.group()).collect(Collectors.toSet());
        assertThat(named).hasSizeGreaterThan(8).isSubsetOf(exported);
    }

    @Test
    @DisplayName("when Prometheus checks them, then it understands rules, configuration and dashboard")
    void valid() throws IOException {
        Promtool promtool = promtool();
        assertThat(promtool.run("check", "rules", RULES.toString())).contains("6 rules found");
        promtool.run("check", "config", "docker/prometheus/prometheus.yml");
        promtool.requireValid(expressions().stream()
                .map(expression -> expression.replace("$__rate_interval", "5m"))
                .toList());
        assertThatThrownBy(() -> promtool.requireValid(List.of("sum(")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("parse error");
    }

    @Test
    @DisplayName("when users sign in as they do, then no alert fires")
    void quiet() {
        Promtool promtool = promtool();
        Map<String, Double> before = scrape();
        for (int i = 0; i < 3; i++) {
            assertThat(redeem(signIn(), Map.of()).hasToken()).isTrue();
        }
        promtool.requireFiring(RULES, before, scrape(), 15, Map.of());
    }

    @Test
    @DisplayName("when codes are replayed, then that alert fires, and no other")
    void replay() {
        Promtool promtool = promtool();
        Map<String, Double> before = scrape();
        String code = signIn();
        List<String> copies = List.of(copy(code), copy(code), copy(code), copy(code), copy(code), copy(code));
        assertThat(redeem(code, Map.of()).hasToken()).isTrue();
        copies.forEach(copy -> assertThat(redeem(copy, Map.of()).hasToken()).isFalse());
        promtool.requireFiring(RULES, before, scrape(), 15, Map.of("ConsentGrantReplay", "critical"));
        // It ends with the attack.
        promtool.requireFiring(RULES, before, scrape(), 35, Map.of());
    }

    @Test
    @DisplayName("when token requests ask for what was not approved, then that alert fires, and no other")
    void mismatch() {
        Promtool promtool = promtool();
        Map<String, Double> before = scrape();
        String code = signIn();
        for (int i = 0; i < 11; i++) {
            Client.Answer answer =
                    redeem(copy(code), Map.of("authorization_details", "[{\"type\":\"account_information\"}]"));
            assertThat(answer.hasToken()).isFalse();
        }
        promtool.requireFiring(RULES, before, scrape(), 15, Map.of("ConsentGrantMismatch", "warning"));
    }

    @Test
    @DisplayName("when somebody tries to get around the page, then that alert fires, and no other")
    void guard() {
        Promtool promtool = promtool();
        realm.configureGate(true, Map.of("applies-to", "all"));
        realm.updateClient("plain", Map.of("directAccessGrantsEnabled", true));
        Map<String, Double> before = scrape();
        for (int i = 0; i < 21; i++) {
            Map<String, String> user = Map.of("username", "alice", "password", "alice");
            assertThat(realm.client("plain").token("password", user).hasToken()).isFalse();
        }
        promtool.requireFiring(RULES, before, scrape(), 15, Map.of("ConsentGrantGuardRefusals", "warning"));
    }

    @Test
    @DisplayName("when the store fails once, then that alert fires, and no other")
    void storeFails() throws Exception {
        Promtool promtool = promtool();
        String code = signIn();
        Map<String, Double> before = scrape();
        try (var connection = server.openConnection();
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE cg_consent_grant RENAME TO cg_gone");
            try {
                assertThat(redeem(code, Map.of()).status()).isEqualTo(503);
            } finally {
                statement.execute("ALTER TABLE cg_gone RENAME TO cg_consent_grant");
            }
        }
        promtool.requireFiring(RULES, before, scrape(), 12, Map.of("ConsentGrantStoreFailures", "critical"));
    }

    /** The sweep of a test's server is never late: the scraped value is made larger. */
    @Test
    @DisplayName("when the sweep's lag is more than a day, then that alert fires, and no other")
    void sweepLate() {
        Promtool promtool = promtool();
        Map<String, Double> now = new HashMap<>(scrape());
        assertThat(now.keySet()).anyMatch(series -> series.contains("sweep_lag_seconds"));
        now.replaceAll((series, value) -> series.contains("sweep_lag_seconds") ? Double.valueOf(90_000) : value);
        promtool.requireFiring(RULES, now, now, 20, Map.of("ConsentGrantSweepLate", "warning"));
        now.replaceAll((series, value) -> series.contains("sweep_lag_seconds") ? Double.valueOf(80_000) : value);
        promtool.requireFiring(RULES, now, now, 20, Map.of());
    }

    /** A slow database is not made here: to the scraped buckets 100 operations of more than a second are added each minute. */
    @Test
    @DisplayName("when the store is slow, then that alert fires, and no other")
    void storeSlow() {
        Promtool promtool = promtool();
        redeem(signIn(), Map.of());
        Map<String, Double> before = scrape();
        Map<String, Double> after = new HashMap<>(before);
        after.replaceAll((series, value) ->
                series.matches(".*store_seconds_bucket.*le=\"(5.0|\\+Inf)\".*") ? value + 100 : value);
        assertThat(after).isNotEqualTo(before);
        promtool.requireRising(RULES, before, before, 30, Map.of());
        promtool.requireRising(RULES, before, after, 30, Map.of("ConsentGrantStoreSlow", "warning"));
    }
}
