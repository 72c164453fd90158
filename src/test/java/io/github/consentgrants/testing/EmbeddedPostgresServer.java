package io.github.consentgrants.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** PostgreSQL from Maven artifacts. */
final class EmbeddedPostgresServer implements DatabaseServer {
    private static final String DATABASE = "keycloak";
    private static final String USER = "postgres";

    private final EmbeddedPostgres postgres;

    private EmbeddedPostgresServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Starts a server with an empty database.
     *
     * @param version the major version, whose binaries the build has put into {@code target/databases}; empty for the one on
     *     the class path
     */
    static EmbeddedPostgresServer start(String version) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        if (!version.isEmpty()) {
            Path jar = KeycloakServer.buildDirectory().resolve("databases").resolve("postgres-" + version + ".jar");
            builder.setPgBinaryResolver((system, machine) -> JarEntryStream.open(jar, ".txz"));
        }
        try {
            EmbeddedPostgres postgres = builder.start();
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + DATABASE);
                // The embedded server's own default is off, and tests look at what a commit really did.
                statement.execute("ALTER DATABASE " + DATABASE + " SET synchronous_commit = on");
            }
            return new EmbeddedPostgresServer(postgres);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
    }

    @Override
    public List<String> options() {
        return List.of(
                "--db-url=" + postgres.getJdbcUrl(USER, DATABASE), "--db-username=" + USER, "--db-password=" + USER);
    }

    @Override
    public Connection openConnection() throws SQLException {
        return postgres.getDatabase(USER, DATABASE).getConnection();
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
