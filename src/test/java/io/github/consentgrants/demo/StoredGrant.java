package io.github.consentgrants.demo;

import io.github.consentgrants.testing.KeycloakServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** The newest grant as the database has it. */
record StoredGrant(String id, String decision, Instant createdAt, Instant expiresAt, Instant consumedAt) {

    static StoredGrant newest(KeycloakServer server) throws SQLException {
        try (Connection connection = server.openConnection();
                PreparedStatement select = connection.prepareStatement("SELECT id, decision, created_at, expires_at,"
                        + " consumed_at FROM cg_consent_grant ORDER BY created_at DESC LIMIT 1");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("The table of grants is empty");
            }
            long consumedAt = row.getLong(5);
            return new StoredGrant(
                    row.getString(1),
                    row.getString(2),
                    Instant.ofEpochMilli(row.getLong(3)),
                    Instant.ofEpochMilli(row.getLong(4)),
                    consumedAt == 0 ? null : Instant.ofEpochMilli(consumedAt));
        }
    }

    /**
     * Sends an UPDATE with the conditions of the store's on use and time, as a replay would meet them: says why it changes
     * nothing. The store's own statement compares the hashes of token and binding too.
     */
    String replay(KeycloakServer server) throws SQLException {
        try (Connection connection = server.openConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE cg_consent_grant SET consumed_at = ?"
                        + " WHERE id = ? AND secret_hash IS NOT NULL AND consumed_at IS NULL AND expires_at > ?")) {
            long now = System.currentTimeMillis();
            update.setLong(1, now);
            update.setString(2, id);
            update.setLong(3, now);
            int rows = update.executeUpdate();
            return rows == 0 ? (consumedAt == null ? "expired" : "consumed") : "NOT REFUSED";
        }
    }
}
