package io.github.consentgrants.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A running Keycloak, made from the real distribution, and its database. Listens on loopback only. */
public final class KeycloakServer implements Keycloak, AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(4);
    private static final Map<Database, KeycloakServer> SHARED = new EnumMap<>(Database.class);

    private final Database database;
    private final Path log;
    private final int port;
    private final EmbeddedPostgres postgres;
    private final Process process;
    private final Admin admin;

    private KeycloakServer(
            Database database, Distribution distribution, int port, EmbeddedPostgres postgres, Process process) {
        this.database = database;
        this.log = distribution.home().resolve("server.log");
        this.port = port;
        this.postgres = postgres;
        this.process = process;
        this.admin = new Admin(baseUrl(), "admin", "admin");
    }

    /** Returns the server that all tests of this JVM share, with the test-only probe in it; starts it at the first call. */
    public static synchronized KeycloakServer shared(Database database) {
        return SHARED.computeIfAbsent(database, missing -> {
            List<Path> jars = List.of(productionJar(), ProbeJar.build(buildDirectory()));
            KeycloakServer server = start(database, jars, freePort(), System.out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop Keycloak"));
            return server;
        });
    }

    /** Starts a server with the jars, and its database. */
    public static KeycloakServer start(Database database, List<Path> jars, int port, Consumer<String> progress) {
        Path home = buildDirectory().resolve("it").resolve(database.option());
        Distribution distribution = new Distribution(home, database, progress);
        distribution.prepare(Path.of(System.getProperty("keycloak.home")), jars);
        EmbeddedPostgres postgres = database == Database.POSTGRESQL ? startPostgres(progress) : null;
        try {
            Files.deleteIfExists(home.resolve("server.log"));
            progress.accept("Starting Keycloak on http://localhost:" + port);
            Process process = launch(distribution, database, port, postgres);
            KeycloakServer server = new KeycloakServer(database, distribution, port, postgres, process);
            server.awaitStart();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private static Process launch(Distribution distribution, Database database, int port, EmbeddedPostgres postgres)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--http-enabled=true",
                "--hostname-strict=false",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + freePort(),
                "--cache=local"));
        if (database == Database.POSTGRESQL) {
            arguments.add("--db-url=" + postgres.getJdbcUrl("postgres", "keycloak"));
            arguments.add("--db-username=postgres");
            arguments.add("--db-password=postgres");
        }
        ProcessBuilder builder =
                distribution.process(arguments, distribution.home().resolve("server.log"));
        String agent = System.getProperty("jacoco.server.agent", "");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
        builder.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1 " + agent);
        return builder.start();
    }

    private void awaitStart() {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!log().contains("Listening on:") || !admin.isReady()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                close();
                throw new IllegalStateException("Keycloak did not start: " + log());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://localhost:" + port);
    }

    @Override
    public Admin admin() {
        return admin;
    }

    public Database database() {
        return database;
    }

    @Override
    public Connection openConnection() throws SQLException {
        if (postgres == null) {
            throw new UnsupportedOperationException("H2 is open in Keycloak's own process");
        }
        return postgres.getDatabase("postgres", "keycloak").getConnection();
    }

    /** Returns everything that the server has logged. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a port that is free now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the jar under test. */
    public static Path productionJar() {
        return Path.of(System.getProperty("consentgrants.jar"));
    }

    static Path buildDirectory() {
        return Path.of(System.getProperty("build.directory", "target"));
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
