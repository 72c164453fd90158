package io.github.consentgrants.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.KeycloakNode;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.SetupCalls;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The change sets that came with the record, the revocation and the lists run on rows that were there before. */
@DisplayName("Given a database as it was before there were records, with grants in every state")
final class OlderTableIT {
    private static final String NEWER = "('0.1.0-revocation', '0.1.0-record', '0.1.0-lists')";

    @Test
    @DisplayName(
            "when this version starts on it, then the rows are listed as without a record, and can be consumed, redeemed and revoked")
    void upgrade() throws Exception {
        try (KeycloakCluster cluster = KeycloakCluster.empty(Map.of(), List.of(KeycloakNode.ALONE))) {
            KeycloakNode node = cluster.add(KeycloakServer.productionJar());
            node.start();
            try (TestRealm realm = TestRealm.create(cluster)) {
                signIns(realm);
                Map<String, String> waiting = Map.of("REALM", realm.id(), "SUBJECT", realm.userId("bob"));
                JsonNode minted = realm.probe().call("mint", waiting);
                node.stop();
                makeOlder(cluster);
                node.start();

                assertChangeSets(cluster);
                read(realm, minted.path("page").asText());
                use(realm, waiting, minted);
                recordedFromNowOn(realm);
            }
        }
    }

    /** One that is redeemed, one whose code nobody used, one denial. */
    private static void signIns(TestRealm realm) {
        RelyingParty app = realm.app();
        UserAgent agent = new UserAgent();
        app.tokens(Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice")));
        Browser.authorize(agent, agent.open(realm.app().request(Map.of())));
        Browser.deny(agent, agent.open(realm.app().request(Map.of())));
    }

    /** What the newer change sets did is undone; Liquibase does not know that they ever ran. */
    private static void makeOlder(KeycloakCluster cluster) throws SQLException {
        try (Connection connection = cluster.openConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "DROP TABLE cg_consent_record",
                    "DROP INDEX cg_consent_grant_user",
                    "DROP INDEX cg_consent_grant_client",
                    "ALTER TABLE cg_consent_grant DROP COLUMN revoked_at",
                    "ALTER TABLE cg_consent_grant DROP COLUMN revoked_why")) {
                statement.execute(sql);
            }
            assertThat(statement.executeUpdate("DELETE FROM databasechangelog_consent_gr WHERE id IN " + NEWER))
                    .isEqualTo(3);
        }
    }

    private static void assertChangeSets(KeycloakCluster cluster) throws SQLException {
        try (Connection connection = cluster.openConnection();
                Statement statement = connection.createStatement();
                var count = statement.executeQuery(
                        "SELECT COUNT(*) FROM databasechangelog_consent_gr WHERE id IN " + NEWER)) {
            assertThat(count.next()).isTrue();
            assertThat(count.getInt(1)).isEqualTo(3);
        }
    }

    private static String path(TestRealm realm, String rest) {
        return "/realms/" + realm.name() + "/consent-grants" + rest;
    }

    private static HttpResponse<String> send(TestRealm realm, String method, String rest) {
        return realm.server().admin().send(method, path(realm, rest), null);
    }

    private static void read(TestRealm realm, String minted) {
        List<JsonNode> grants = StreamSupport.stream(
                        realm.server()
                                .admin()
                                .get(path(realm, ""))
                                .path("grants")
                                .spliterator(),
                        false)
                .toList();
        assertThat(grants)
                .extracting(grant -> grant.path("state").asText())
                .containsExactly("granted", "denied", "consumed", "redeemed");
        assertThat(grants.get(0).path("id").asText()).isEqualTo(minted);
        assertThat(grants).allSatisfy(grant -> {
            assertThat(grant.path("recorded").asBoolean(true)).isFalse();
            String id = grant.path("id").asText();
            assertThat(realm.server().admin().get(path(realm, "/" + id))).isEqualTo(grant);
            HttpResponse<String> receipt = send(realm, "GET", "/" + id + "/receipt");
            assertThat(receipt.statusCode()).isEqualTo(404);
            assertThat(receipt.body()).contains("no record");
        });
        List<String> lines = send(realm, "GET", "/export").body().lines().toList();
        assertThat(lines).hasSize(5).last().isEqualTo("{\"exported\":4}");
        assertThat(lines.subList(0, 4))
                .allSatisfy(
                        line -> assertThat(line).contains("\"recorded\":false").doesNotContain("\"record\":"));
    }

    private static void use(TestRealm realm, Map<String, String> binding, JsonNode minted) {
        String id = minted.path("page").asText();
        Map<String, String> consume = new TreeMap<>(binding);
        consume.put("PAGE", id);
        consume.put("token", minted.path("token").asText());
        assertThat(realm.probe().call("consume", consume).path("outcome").asText())
                .isEqualTo("granted");
        assertThat(realm.probe()
                        .call("redeem", Map.of("id", id))
                        .path("redeemed")
                        .asBoolean())
                .isTrue();
        JsonNode revoked = SetupCalls.read(send(realm, "POST", "/" + id + "/revoke"));
        assertThat(revoked.path("state").asText()).isEqualTo("revoked");
        assertThat(revoked.path("recorded").asBoolean(true)).isFalse();
    }

    private static void recordedFromNowOn(TestRealm realm) {
        RelyingParty app = realm.app();
        UserAgent agent = new UserAgent();
        app.tokens(Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice")));
        JsonNode newest = realm.server()
                .admin()
                .get(path(realm, "?limit=1"))
                .path("grants")
                .path(0);
        assertThat(newest.path("recorded").asBoolean()).isTrue();
        assertThat(send(realm, "GET", "/" + newest.path("id").asText() + "/receipt")
                        .statusCode())
                .isEqualTo(200);
    }
}
