package io.github.consentgrants.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;

/** How a Keycloak and its database run: as processes of this machine, or in containers. */
interface Installation extends AutoCloseable {
    URI baseUrl();

    /** Returns the address of Keycloak's own health and metrics. */
    URI managementUrl();

    /** Opens a connection to the database of its own, beside Keycloak's. PostgreSQL only. */
    Connection openConnection() throws SQLException;

    /** Lets the server reach a port of this machine's loopback, and returns the host by which it does. */
    String hostOf(int port);

    /** Returns everything that the server has logged. */
    String log();

    /** Says whether the server still runs; one that does not never gets ready. */
    boolean isAlive();

    @Override
    void close();
}
