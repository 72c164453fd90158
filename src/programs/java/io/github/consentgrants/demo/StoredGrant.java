package io.github.consentgrants.demo;

import io.github.consentgrants.testing.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A grant as the database has it. */
record StoredGrant(
        String id,
        String decision,
        Instant createdAt,
        Instant expiresAt,
        Instant consumedAt,
        Instant redeemedAt,
        Instant revokedAt) {
    private static final String SELECT =
            "SELECT id, decision, created_at, expires_at, consumed_at, redeemed_at, revoked_at FROM cg_consent_grant ";

    static StoredGrant newest(KeycloakServer server) throws SQLException {
        try (Connection connection = server.openConnection();
                PreparedStatement select =
                        connection.prepareStatement(SELECT + "WHERE decision = 'GRANTED' ORDER BY id DESC LIMIT 1")) {
            return only(select);
        }
    }

    /** Reads a grant again. */
    static StoredGrant of(KeycloakServer server, String id) throws SQLException {
        try (Connection connection = server.openConnection();
                PreparedStatement select = connection.prepareStatement(SELECT + "WHERE id = ?")) {
            select.setString(1, id);
            return only(select);
        }
    }

    private static StoredGrant only(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("The table of grants has no such row");
            }
            return new StoredGrant(
                    row.getString(1),
                    row.getString(2),
                    time(row.getLong(3)),
                    time(row.getLong(4)),
                    time(row.getLong(5)),
                    time(row.getLong(6)),
                    time(row.getLong(7)));
        }
    }

    private static Instant time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    /** Presents the last token to the store once more, inside the server, and returns why it is refused. */
    static String replay(KeycloakServer server) throws IOException, InterruptedException {
        URI address = server.baseUrl().resolve("/realms/demo/consent-grants-replay/last");
        HttpRequest request = HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
