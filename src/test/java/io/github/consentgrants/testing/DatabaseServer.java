package io.github.consentgrants.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A running database for one Keycloak. */
interface DatabaseServer extends AutoCloseable {
    /** Returns the options of Keycloak's command line that lead to it. */
    List<String> options();

    /** Opens a connection of its own, beside Keycloak's. */
    Connection openConnection() throws SQLException;

    @Override
    void close();
}
