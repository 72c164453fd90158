package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given 200,000 grants with records, 140 MB in all")
final class LargeExportIT {
    private static final int ROWS = 200_000;
    private static final int READ = 50_000;
    private static final int MEDIUM = 20_000;
    private static final int SMALL = 1_000;
    private static final int RECORD = 700;
    private static final long MEGABYTE = 1 << 20;

    /** The ids are those of one hour of the year 2023. */
    private static final String ID = "lpad(to_hex(1700000000000 + n * 10), 12, '0')";

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

    private void fill(String realmId, int rows) throws SQLException {
        String id = "substr(" + ID + ", 1, 8) || '-' || substr(" + ID + ", 9) || '-7000-8000-' || substr(md5('"
                + realmId + "'), 1, 12)";
        try (Connection connection = server.openConnection();
                PreparedStatement grants = connection.prepareStatement(
                        "INSERT INTO cg_consent_grant (id, secret_hash, binding_hash, decision, realm_id, client_uuid,"
                                + " user_id, created_at, expires_at) SELECT " + id
                                + ", repeat('a', 64), repeat('b', 64),"
                                + " 'GRANTED', ?, 'client', 'user', 1700000000000 + n * 10, 1700000100000 + n * 10"
                                + " FROM generate_series(1, ?) AS n");
                PreparedStatement records = connection.prepareStatement(
                        "INSERT INTO cg_consent_record (id, content) SELECT id, '{\"x\":\"' || repeat('x', ?) || '\"}'"
                                + " FROM cg_consent_grant WHERE realm_id = ?")) {
            grants.setString(1, realmId);
            grants.setInt(2, rows);
            assertThat(grants.executeUpdate()).isEqualTo(rows);
            records.setInt(1, RECORD);
            records.setString(2, realmId);
            assertThat(records.executeUpdate()).isEqualTo(rows);
        }
    }

    /** What the server holds after a collection, in bytes. */
    private long held() {
        return IntStream.range(0, 3)
                .mapToLong(
                        i -> realm.probe().call("held", Map.of()).path("bytes").asLong())
                .min()
                .orElseThrow();
    }

    private BufferedReader open(String realmName) {
        return new BufferedReader(new InputStreamReader(
                Bearer.administrator(server).open("/admin/realms/" + realmName + "/consent-grants/export"),
                StandardCharsets.US_ASCII));
    }

    /** Reads so many lines, then looks at the server, which waits for the reader, and closes. */
    private long heldAfter(String realmName, int lines) throws IOException {
        try (BufferedReader reader = open(realmName)) {
            for (int i = 0; i < lines; i++) {
                assertThat(reader.readLine()).contains("\"id\"");
            }
            return held();
        }
    }

    @Test
    @DisplayName(
            "when they are exported, then the server holds no more of them than of 1,000; each comes once, and newer ones do not shift them")
    void constantMemory() throws Exception {
        try (TestRealm small = TestRealm.create(server);
                TestRealm medium = TestRealm.create(server)) {
            fill(realm.id(), ROWS);
            fill(small.id(), SMALL);
            long before = held();
            long few = heldAfter(small.name(), SMALL / 2);
            long many = heldAfter(realm.name(), READ);
            System.out.printf(
                    "Held by the server: %d MB before, %d MB in the midst of %d rows, %d MB in the midst of %d rows%n",
                    before / MEGABYTE, few / MEGABYTE, SMALL, many / MEGABYTE, ROWS);
            assertThat(many - few).isLessThan(32 * MEGABYTE);
            fill(medium.id(), MEDIUM);
            assertComplete(medium);
        }
    }

    private void assertComplete(TestRealm medium) throws IOException {
        try (BufferedReader reader = open(medium.name())) {
            String last = "g";
            for (int i = 0; i < MEDIUM; i++) {
                String line = reader.readLine();
                String id = line.substring("{\"id\":\"".length(), "{\"id\":\"".length() + 36);
                assertThat(id.compareTo(last)).as(line).isNegative();
                last = id;
                if (i == SMALL) {
                    UserAgent agent = new UserAgent();
                    Browser.authorize(agent, Browser.signIn(agent, medium.app().request(Map.of()), "alice"));
                }
            }
            assertThat(List.of(reader.readLine(), String.valueOf(reader.readLine())))
                    .containsExactly("{\"exported\":" + MEDIUM + "}", "null");
        }
    }
}
