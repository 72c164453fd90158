package io.github.consentgrants.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PostgreSQL that keeps its port and its data over stops and kills. As in production, and unlike the embedded server's own
 * defaults, it syncs to disk and commits synchronously.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", "on");
    private static final String DATABASE = "keycloak";
    private static final Pattern STATEMENT = Pattern.compile("LOG:  (?:statement|execute [^:]*): (.*)");

    private final Path data;
    private final int port = KeycloakServer.freePort();
    private final Map<String, String> settings = new TreeMap<>(DURABLE);
    private EmbeddedPostgres postgres;

    private PostgresServer(Path data, Map<String, String> settings) {
        this.data = data;
        this.settings.putAll(settings);
    }

    /**
     * Starts a server with an empty database, on the disk that the build is on.
     *
     * @param settings of postgresql.conf
     */
    public static PostgresServer create(Map<String, String> settings) {
        try {
            Path parent = KeycloakServer.buildDirectory().resolve("it");
            Files.createDirectories(parent);
            PostgresServer server = new PostgresServer(Files.createTempDirectory(parent, "data"), settings);
            server.start();
            try (Connection connection = server.postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
    }

    /** Starts it on the data that it left; recovery included. */
    public void start() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setPort(port);
        settings.forEach(builder::setServerConfig);
        postgres = builder.start();
    }

    /** Stops it in good order, sessions of clients included. */
    public void stop() throws IOException {
        postgres.close();
    }

    /** Ends all its processes at once, as {@code kill -9} or the machine's memory would. What was not synced is lost. */
    public void kill() throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        // Otherwise a backend that the server forks meanwhile would survive, and hold what the next server needs.
        new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
        List<ProcessHandle> backends = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        Stream.concat(Stream.of(postmaster), backends.stream())
                .forEach(process ->
                        process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
        Files.delete(data.resolve("postmaster.pid"));
        postgres.close();
    }

    /** Ends the connections of all others to Keycloak's database. */
    public int cutConnections() throws SQLException {
        try (Connection connection = openConnection();
                Statement statement = connection.createStatement();
                var count = statement.executeQuery("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()")) {
            count.next();
            return count.getInt(1);
        }
    }

    /** Changes a setting of Keycloak's database for all its connections, which are made anew. */
    public void set(String setting, String value) throws SQLException {
        execute("ALTER DATABASE " + DATABASE + " SET " + setting + " = '" + value + "'");
        cutConnections();
    }

    /** Takes {@link #set} back. */
    public void reset(String setting) throws SQLException {
        execute("ALTER DATABASE " + DATABASE + " RESET " + setting);
        cutConnections();
    }

    /** Runs statements in Keycloak's database. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = openConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the statements that were logged, if the settings have them logged to {@code all.log}. */
    public List<String> logged() throws IOException {
        try (Stream<String> lines = Files.lines(data.resolve("log").resolve("all.log"))) {
            return lines.map(STATEMENT::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                    .toList();
        }
    }

    public Connection openConnection() throws SQLException {
        return postgres.getDatabase("postgres", DATABASE).getConnection();
    }

    /** Returns the address of Keycloak's database for JDBC, user included. */
    public String jdbcUrl() {
        return postgres.getJdbcUrl("postgres", DATABASE);
    }

    @Override
    public void close() {
        try {
            postgres.close();
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
