package io.github.consentgrants.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.history.GrantRows;
import io.github.consentgrants.history.History;
import io.github.consentgrants.history.HistoryChecker;
import io.github.consentgrants.history.RecordedSignIn;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.KeycloakNode;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A rolling upgrade: the previous release and this one on one table, with grants in flight. Until there is a release the jar
 * under test stands in for it, which proves the harness and not the upgrade.
 */
@Tag("cluster")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("Given the previous release with grants in flight")
final class UpgradeIT {
    private static final int IN_FLIGHT = 10;

    private final History history = new History();

    /** A sign-in that has been approved and not gone on with, as version 0.1.0 leaves it after a click. */
    private record Clicked(RecordedSignIn signIn, Page answer) {}

    @Test
    @DisplayName(
            "when this release runs beside it and then alone, then no grant is lost or used twice, in either direction")
    void upgrade() throws Exception {
        try (KeycloakCluster cluster = KeycloakCluster.empty(Map.of(), List.of())) {
            KeycloakNode previous = cluster.add(previousJar());
            previous.start();
            try (TestRealm realm = TestRealm.create(cluster)) {
                assertThat(signIn(realm).run("alice")).isTrue();
                List<Clicked> before = click(realm);
                KeycloakNode current = cluster.add(KeycloakServer.productionJar());
                current.start();
                // From here on each request goes to the other version than the one before it.
                resume(before);
                List<Clicked> between = click(realm);
                for (int i = 0; i < IN_FLIGHT; i++) {
                    assertThat(signIn(realm).run("bob")).isTrue();
                }
                cluster.serveOnly(List.of(current));
                previous.stop();
                resume(between);
                assertThat(signIn(realm).run("alice")).isTrue();
                judge(realm);
            }
        }
    }

    private RecordedSignIn signIn(TestRealm realm) {
        return new RecordedSignIn(history, realm.app(), new UserAgent());
    }

    private List<Clicked> click(TestRealm realm) {
        List<Clicked> inFlight = new ArrayList<>();
        for (int i = 0; i < IN_FLIGHT; i++) {
            RecordedSignIn signIn = signIn(realm);
            assertThat(signIn.ask("alice")).as(signIn.page().text()).isTrue();
            inFlight.add(new Clicked(signIn, signIn.approve(realm)));
        }
        return inFlight;
    }

    /** Twice each, at the same time. */
    private static void resume(List<Clicked> inFlight) {
        for (Clicked clicked : inFlight) {
            List<RecordedSignIn> browsers =
                    List.of(clicked.signIn().fork(), clicked.signIn().fork());
            Stream<Page> ends = browsers.parallelStream().map(browser -> browser.resume(clicked.answer()));
            assertThat(ends.filter(RecordedSignIn::hasCode)).hasSize(1);
        }
    }

    private void judge(TestRealm realm) throws SQLException {
        System.out.println(history.summary());
        assertThat(HistoryChecker.strict().check(history, GrantRows.of(realm))).isEmpty();
    }

    private static Path previousJar() {
        String jar = System.getProperty("consentgrants.previous.jar", "");
        if (jar.isEmpty()) {
            System.out.println(
                    "UpgradeIT: there is no release yet, so the jar under test stands in for the previous one;"
                            + " -Dconsentgrants.previous.jar=<path> names one");
            return KeycloakServer.productionJar();
        }
        return Path.of(jar);
    }
}
