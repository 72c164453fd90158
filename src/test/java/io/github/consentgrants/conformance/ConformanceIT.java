package io.github.consentgrants.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.conformance.Table.Row;
import io.github.consentgrants.testing.AskPolicies;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Keycloak;
import io.github.consentgrants.testing.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** After a change of what comes out: {@code mvn verify -Dit.test=ConformanceIT -Dconformance.write}, and review the page. */
@DisplayName(
        "Given the checks of the OpenID Connect basic and the FAPI 2.0 test plans, at stock Keycloak and with the jar")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConformanceIT {
    private static final Path PAGE = Path.of("docs", "conformance.md");
    private static final String START = "<!-- table -->\n";

    /** A gated client is asked for each request: silent ones get {@code consent_required}. */
    private static final Set<String> WORSE_BY_DESIGN = Set.of("oidcc-prompt-none-logged-in", "oidcc-id-token-hint");

    private final Table table = new Table();

    @BeforeAll
    void runChecks() {
        KeycloakServer jar = KeycloakServer.shared(Database.POSTGRESQL);
        try (KeycloakServer stock = KeycloakServer.stock()) {
            run(stock, jar, BasicChecks.PLAN, BasicChecks.all(), provider -> {});
            run(
                    stock,
                    jar,
                    SecurityProfileChecks.PLAN,
                    SecurityProfileChecks.all(),
                    provider -> enforce(provider, "fapi-2-dpop-security-profile"));
            run(
                    stock,
                    jar,
                    MessageSigningChecks.PLAN,
                    MessageSigningChecks.all(),
                    provider -> enforce(provider, "fapi-2-dpop-message-signing"));
        }
    }

    private static void enforce(Provider provider, String profile) {
        FapiClient.enforce(provider, profile);
        FapiClient.register(provider, "client1");
        FapiClient.register(provider, "client2");
    }

    /** Runs the checks of a plan at three providers, the two servers at once. */
    private void run(
            KeycloakServer stock, KeycloakServer jar, String plan, List<Check> checks, Consumer<Provider> setUp) {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            CompletableFuture<List<Outcome>> first =
                    CompletableFuture.supplyAsync(() -> outcomes(stock, Provider::stock, "stock", checks, setUp), two);
            CompletableFuture<List<Outcome>> second = CompletableFuture.supplyAsync(
                    () -> outcomes(jar, Provider::stock, "not gated", checks, setUp), two);
            CompletableFuture<List<Outcome>> third =
                    CompletableFuture.supplyAsync(() -> outcomes(jar, Provider::gated, "gated", checks, setUp), two);
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < checks.size(); i++) {
                rows.add(new Row(
                        plan,
                        checks.get(i).id(),
                        first.join().get(i),
                        second.join().get(i),
                        third.join().get(i)));
            }
            table.add(plan, rows);
        } finally {
            two.shutdown();
        }
    }

    /** Makes a realm. */
    @FunctionalInterface
    private interface Maker {
        Provider make(String name, Keycloak server);
    }

    private static List<Outcome> outcomes(
            KeycloakServer server, Maker maker, String name, List<Check> checks, Consumer<Provider> setUp) {
        try (Provider provider = maker.make(name, server)) {
            setUp.accept(provider);
            return checks.stream().map(check -> check.run(provider)).toList();
        }
    }

    private List<String> ids(Function<Row, Outcome> outcome) {
        return table.rows().stream()
                .filter(row -> outcome.apply(row).isWorseThan(row.stock()))
                .map(Row::id)
                .toList();
    }

    @Test
    @DisplayName("when the realm does not use the jar, then each check ends as at stock Keycloak")
    void notGated() {
        assertThat(table.rows()).allMatch(row -> row.notGated() == row.stock());
    }

    @Test
    @DisplayName("when the client is gated, then no check ends worse, but for those of silent requests")
    void gated() {
        assertThat(ids(Row::gated)).containsExactlyInAnyOrderElementsOf(WORSE_BY_DESIGN);
    }

    @Test
    @DisplayName("when approvals of a gated client last for the session, then silent requests end as at stock Keycloak")
    void silentWhereApprovalsLast() {
        try (Provider provider = Provider.gated("session", KeycloakServer.shared(Database.POSTGRESQL))) {
            AskPolicies.session(provider.realm());
            assertThat(BasicChecks.all().stream()
                            .filter(check -> WORSE_BY_DESIGN.contains(check.id()))
                            .filter(check -> check.run(provider) == Outcome.PASS)
                            .map(Check::id))
                    .containsExactlyInAnyOrderElementsOf(WORSE_BY_DESIGN);
        }
    }

    @Test
    @DisplayName("when all have run, then the documentation has just this table")
    void documented() throws IOException {
        System.out.println(table);
        String page = Files.readString(PAGE);
        String text = page.substring(0, page.indexOf(START) + START.length());
        if (System.getProperty("conformance.write") != null) {
            Files.writeString(PAGE, text + table);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(text + table);
    }
}
