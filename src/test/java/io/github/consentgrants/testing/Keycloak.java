package io.github.consentgrants.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;

/** A Keycloak under test: one server, or several behind one address. */
public interface Keycloak {
    /** Returns the address that browsers and clients use. */
    URI baseUrl();

    Admin admin();

    /** Opens a connection to the database of its own, beside Keycloak's. PostgreSQL only. */
    Connection openConnection() throws SQLException;

    /** Lets the server reach a port of this machine's loopback, and returns the host by which it does. */
    String hostOf(int port);
}
