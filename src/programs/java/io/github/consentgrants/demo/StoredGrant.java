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

/** The newest grant as the database has it. */
record StoredGrant(String id, String decision, Instant createdAt, Instant expiresAt, Instant consumedAt, Instant revokedAt) {

    static StoredGrant newest(KeycloakServer server) throws SQLException {
        try (Connection connection = server.openConnection();
                PreparedStatement select = connection.prepareStatement("SELECT id, decision, created_at, expires_at,"
                        + " consumed_at, revoked_at FROM cg_consent_grant ORDER BY created_at DESC LIMIT 1");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("The table of grants is empty");
            }
            return new StoredGrant(
                    row.getString(1),
                    row.getString(2),
                    Instant.ofEpochMilli(row.getLong(3)),
                    Instant.ofEpochMilli(row.getLong(4)),
                    time(row.getLong(5)),
                    time(row.getLong(6)));
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
