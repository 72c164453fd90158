package io.github.consentgrants.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Keycloak's distribution and an embedded PostgreSQL, both from Maven, as processes that listen on loopback only. */
final class LocalInstallation implements Installation {
    private final Path log;
    private final int port;
    private final EmbeddedPostgres postgres;
    private final Process process;

    private LocalInstallation(Path log, int port, EmbeddedPostgres postgres, Process process) {
        this.log = log;
        this.port = port;
        this.postgres = postgres;
        this.process = process;
    }

    /**
     * Prepares the distribution unless that was done before, starts the database and launches Keycloak.
     *
     * @param options further ones of Keycloak's build
     */
    static LocalInstallation launch(
            Database database, List<Path> jars, List<String> options, int port, Consumer<String> progress) {
        String name = options.isEmpty()
                ? database.option()
                : database.option() + "-" + Integer.toHexString(options.hashCode());
        Path home = KeycloakServer.buildDirectory().resolve("it").resolve(name);
        Distribution distribution = new Distribution(home, database, options, progress);
        distribution.prepare(Path.of(System.getProperty("keycloak.home")), jars);
        EmbeddedPostgres postgres = database == Database.POSTGRESQL ? startPostgres(progress) : null;
        Path log = home.resolve("server.log");
        try {
            Files.deleteIfExists(log);
            forgetData(home);
            progress.accept("Starting Keycloak on http://localhost:" + port);
            Process process = process(distribution, postgres, port, log).start();
            return new LocalInstallation(log, port, postgres, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** H2 keeps its file beside the distribution: one of an earlier run may have tables that this jar no longer makes. */
    private static void forgetData(Path home) throws IOException {
        Path data = home.resolve("data").resolve("h2");
        if (Files.exists(data)) {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static EmbeddedPostgres startPostgres(Consumer<String> progress) {
        try {
            progress.accept("Starting PostgreSQL");
            EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE keycloak");
                // The embedded server's own default is off, and tests look at what a commit really did.
                statement.execute("ALTER DATABASE keycloak SET synchronous_commit = on");
            }
            return postgres;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
    }

    private static ProcessBuilder process(Distribution distribution, EmbeddedPostgres postgres, int port, Path log) {
        List<String> arguments = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--http-enabled=true",
                "--hostname-strict=false",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + KeycloakServer.freePort(),
                "--cache=local"));
        if (postgres != null) {
            arguments.add("--db-url=" + postgres.getJdbcUrl("postgres", "keycloak"));
            arguments.add("--db-username=postgres");
            arguments.add("--db-password=postgres");
        }
        ProcessBuilder builder = distribution.process(arguments, log);
        String agent = System.getProperty("jacoco.server.agent", "");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakServer.ADMIN);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", KeycloakServer.ADMIN);
        builder.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1 " + agent);
        return builder;
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://localhost:" + port);
    }

    @Override
    public Connection openConnection() throws SQLException {
        return postgres.getDatabase("postgres", "keycloak").getConnection();
    }

    @Override
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Lets the server end by itself, so that what it recorded is written. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            if (postgres != null) {
                postgres.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
