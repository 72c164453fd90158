package io.github.consentgrants.testing;

import java.sql.Connection;
import java.util.List;

/** H2, which Keycloak opens in its own process. */
final class H2InServer implements DatabaseServer {
    @Override
    public List<String> options() {
        return List.of();
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
