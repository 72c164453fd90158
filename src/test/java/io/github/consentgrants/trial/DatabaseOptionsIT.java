package io.github.consentgrants.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.KeycloakNode;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("trials")
@DisplayName("Given a database as its administrators want it")
final class DatabaseOptionsIT {
    private static final String MIGRATION = "--spi-connections-jpa--quarkus--";

    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "with a schema whose name has a dash, when users decide, then the tables are there, and each approval works once")
    void schemaWithDash() throws Exception {
        try (KeycloakCluster cluster =
                KeycloakCluster.empty(Map.of(), List.of(KeycloakNode.ALONE, "--db-schema=identity-server"))) {
            cluster.postgres().execute("CREATE SCHEMA \"identity-server\"");
            cluster.add(KeycloakServer.productionJar()).start();
            decide(cluster);
            assertThat(count(cluster, "\"identity-server\".cg_consent_grant")).isEqualTo(2);
            assertThat(count(cluster, "\"identity-server\".databasechangelog_consent_gr"))
                    .isPositive();
        }
    }

    @Test
    @DisplayName(
            "with manual migration, when the server is started, then it writes the SQL and stops; once that has run, it starts, and approvals work")
    void manualMigration() throws Exception {
        Path file = folder.resolve("update.sql");
        List<String> manual = List.of(
                KeycloakNode.ALONE,
                MIGRATION + "migration-strategy=manual",
                MIGRATION + "initialize-empty=false",
                MIGRATION + "migration-export=" + file);
        try (KeycloakCluster cluster = KeycloakCluster.empty(Map.of(), manual)) {
            KeycloakNode node = cluster.add(KeycloakServer.productionJar());
            for (int i = 0; i < 3 && !isStarted(node); i++) {
                assertThat(file).as(node.log()).exists();
                String sql = Files.readString(file);
                System.out.println("Manual migration: " + sql.lines().count() + " lines");
                cluster.postgres().execute(sql);
                Files.delete(file);
            }
            decide(cluster);
            assertThat(count(cluster, "databasechangelog_consent_gr")).isPositive();
        }
    }

    private static boolean isStarted(KeycloakNode node) {
        try {
            node.start();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void decide(KeycloakCluster cluster) {
        try (TestRealm realm = TestRealm.create(cluster)) {
            RelyingParty app = realm.app();
            UserAgent agent = new UserAgent();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            Page end = Browser.authorize(agent, consent);
            assertThat(Browser.redeems(app, end)).isTrue();
            assertThat(Browser.redeems(app, end)).isFalse();
            Page denied = Browser.deny(agent, agent.open(app.request(Map.of())));
            assertThat(RelyingParty.error(denied)).isEqualTo("access_denied");
            String grants = "/realms/" + realm.name() + "/consent-grants";
            assertThat(cluster.admin().get(grants).path("grants")).hasSize(2);
            cluster.admin().post(grants + "/" + consent.instance() + "/revoke", Map.of());
        }
    }

    private static int count(KeycloakCluster cluster, String table) throws Exception {
        try (Connection connection = cluster.openConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
