package io.github.consentgrants.testing;

import java.sql.Connection;
import java.util.List;

/** H2, which Keycloak opens in its own process. Its tables are in a schema that is not the connection's, as db-schema allows. */
final class H2InServer implements DatabaseServer {
    private static final String SCHEMA = "IDENTITY_SERVER";

    @Override
    public List<String> options() {
        return List.of(
                "--db-schema=" + SCHEMA,
                "--db-url-properties=;NON_KEYWORDS=VALUE;INIT=CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
    }

    @Override
    public Connection openConnection() {
        throw new UnsupportedOperationException("H2 is open in Keycloak's own process");
    }

    @Override
    public void close() {
        // Ends with Keycloak.
    }
}
