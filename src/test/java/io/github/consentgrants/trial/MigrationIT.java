package io.github.consentgrants.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.token.RefreshToken;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Documentation;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.KeycloakNode;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.StockConsents;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page docs/migration.md, on one database: Keycloak without the jar, with it, and without it again. */
@Tag("trials")
@DisplayName("Given Keycloak without the jar, whose users have agreed on its own page")
final class MigrationIT {
    private static final String PAGE = "docs/migration.md";

    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "when the jar comes and goes as documented, then remembered consents count before and after, not meanwhile, and nothing is left")
    void thereAndBack() throws Exception {
        try (KeycloakCluster cluster = KeycloakCluster.empty(Map.of(), List.of(KeycloakNode.ALONE))) {
            KeycloakNode stock = cluster.add("stock", List.of());
            stock.start();
            try (TestRealm realm = TestRealm.create(cluster, Option.WITHOUT_CONSENT_GRANTS)) {
                realm.updateClient("app", Map.of("consentRequired", true));
                RefreshToken before = agreeOnKeycloaksPage(realm);
                stock.stop();
                long ofKeycloak = changeLogRows(cluster);

                KeycloakNode node = cluster.add(KeycloakServer.productionJar());
                node.start();
                run(cluster, realm, 0);
                String status = run(cluster, realm, 1);
                assertThat(status).contains("\"earlierConsents\"");
                assertThat(realm.app().refresh(before).indicatesSuccess()).isTrue();
                approve(realm, "alice");
                approve(realm, "bob");
                assertThat(count(cluster, "cg_consent_grant")).isEqualTo(4);

                run(cluster, realm, 2);
                node.stop();
                cluster.postgres().execute(Documentation.block(PAGE, "```sql\n", 0));
                assertThat(leftovers(cluster)).isZero();
                assertThat(changeLogRows(cluster)).isEqualTo(ofKeycloak);

                stock.start();
                Page alice = Browser.signIn(new UserAgent(), realm.app().request(Map.of()), "alice");
                assertThat(Browser.hasCode(alice)).as("remembered as before").isTrue();
                Page bob = Browser.signIn(new UserAgent(), realm.app().request(Map.of()), "bob");
                assertThat(StockConsents.isAsked(bob)).isTrue();
            }
        }
    }

    private String run(KeycloakCluster cluster, TestRealm realm, int block) throws Exception {
        return Documentation.run(Documentation.lines(PAGE, block), cluster.baseUrl(), realm.name(), folder, Map.of());
    }

    private static RefreshToken agreeOnKeycloaksPage(TestRealm realm) {
        RelyingParty app = realm.app();
        UserAgent agent = new UserAgent();
        Page page = Browser.signIn(agent, app.request(Map.of()), "alice");
        assertThat(StockConsents.isAsked(page)).isTrue();
        Page end = StockConsents.agree(agent, page);
        return app.tokens(end).getRefreshToken();
    }

    /** Twice, since each request asks. */
    private static void approve(TestRealm realm, String user) {
        RelyingParty app = realm.app();
        UserAgent agent = new UserAgent();
        Page page = Browser.signIn(agent, app.request(Map.of()), user);
        for (int i = 0; i < 2; i++) {
            assertThat(page.isConsent()).as(page.text()).isTrue();
            assertThat(Browser.redeems(app, Browser.authorize(agent, page))).isTrue();
            page = agent.open(app.request(Map.of()));
        }
    }

    private static long changeLogRows(KeycloakCluster cluster) throws Exception {
        return count(cluster, "databasechangelog");
    }

    private static long leftovers(KeycloakCluster cluster) throws Exception {
        return count(
                cluster, "information_schema.tables WHERE table_name LIKE 'cg\\_%' OR table_name LIKE '%consent_gr'");
    }

    private static long count(KeycloakCluster cluster, String from) throws Exception {
        try (Connection connection = cluster.openConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
