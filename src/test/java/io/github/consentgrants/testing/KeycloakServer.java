package io.github.consentgrants.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A running Keycloak and its database. The tests are written against this alone; how it runs is an {@link Installation}:
 * processes from Maven's artifacts, or containers with {@code -Pcontainers}.
 */
public final class KeycloakServer implements Keycloak, AutoCloseable {
    static final String ADMIN = "admin";

    private static final Duration START_TIMEOUT = Duration.ofMinutes(4);
    private static final Map<Database, KeycloakServer> SHARED = new EnumMap<>(Database.class);

    /** Of Keycloak, off by default. */
    private static final String FEATURES = "--features=parameterized-scopes,docker,"
            + "oid4vc-vci,oid4vc-vci-preauth-code,oid4vc-vci-rest-credential-offer";

    private static KeycloakServer withFeatures;

    private final Database database;
    private final Installation installation;
    private final Admin admin;

    private KeycloakServer(Database database, Installation installation) {
        this.database = database;
        this.installation = installation;
        this.admin = new Admin(baseUrl(), ADMIN, ADMIN);
    }

    /** Returns the server that all tests of this JVM share, with the test-only probe in it; starts it at the first call. */
    public static synchronized KeycloakServer shared(Database database) {
        return SHARED.computeIfAbsent(database, missing -> {
            List<Path> jars = List.of(productionJar(), ProbeJar.build(buildDirectory()));
            return start(database, jars, sharedOptions(), freePort(), System.out::println);
        });
    }

    /** Returns the server that the tests of features share which are off by default; starts it at the first call. */
    public static synchronized KeycloakServer sharedWithFeatures() {
        if (withFeatures == null) {
            withFeatures = withOptions(Database.POSTGRESQL, FEATURES);
        }
        return withFeatures;
    }

    /** Returns the further options of the shared server's build, which a profile of Maven sets. */
    private static List<String> sharedOptions() {
        String options = System.getProperty("consentgrants.server.options", "").trim();
        return options.isEmpty() ? List.of() : List.of(options.split(" +"));
    }

    /** Stops a shared server before all tests have ended. */
    public static synchronized void stop(Database database) {
        KeycloakServer server = SHARED.remove(database);
        if (server != null) {
            server.close();
        }
    }

    /** Stops the shared servers. */
    static synchronized void stopShared() {
        SHARED.values().forEach(KeycloakServer::close);
        SHARED.clear();
        if (withFeatures != null) {
            withFeatures.close();
            withFeatures = null;
        }
    }

    /** Starts a server with the jar under test whose build has further options; the caller closes it. */
    public static KeycloakServer withOptions(Database database, String... options) {
        return start(database, List.of(productionJar()), List.of(options), freePort(), System.out::println);
    }

    /** Starts the demo's server: with a store that can present the last token once more. */
    public static KeycloakServer demo(int port, Consumer<String> progress) {
        Path replay = ProbeJar.build(buildDirectory(), "demo", "io/github/consentgrants/demo/server");
        return start(Database.POSTGRESQL, List.of(productionJar(), replay), port, progress);
    }

    /** Starts a server with the jars, and its database. */
    public static KeycloakServer start(Database database, List<Path> jars, int port, Consumer<String> progress) {
        return start(database, jars, List.of(), port, progress);
    }

    private static KeycloakServer start(
            Database database, List<Path> jars, List<String> options, int port, Consumer<String> progress) {
        boolean containers = "containers".equals(System.getProperty("consentgrants.environment"));
        Installation installation = containers
                ? ContainerInstallation.start(database, jars, options, port, progress)
                : LocalInstallation.launch(database, jars, options, port, progress);
        KeycloakServer server = new KeycloakServer(database, installation);
        server.awaitStart();
        return server;
    }

    private void awaitStart() {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!log().contains("Listening on:") || !admin.isReady()) {
            if (!installation.isAlive() || Instant.now().isAfter(deadline)) {
                String log = log();
                close();
                throw new IllegalStateException("Keycloak did not start: " + log);
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
        return installation.baseUrl();
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
        return installation.openConnection();
    }

    @Override
    public String hostOf(int port) {
        return installation.hostOf(port);
    }

    /** Returns Keycloak's metrics, in the text format of Prometheus. */
    public String metrics() {
        try (InputStream in =
                installation.managementUrl().resolve("/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns everything that the server has logged. */
    public String log() {
        return installation.log();
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

    /** The classes that run rounds of the benchmarks in a server. */
    public static Path benchJar() {
        return ProbeJar.build(buildDirectory(), "bench", "io/github/consentgrants/bench/work");
    }

    static Path buildDirectory() {
        return Path.of(System.getProperty("build.directory", "target"));
    }

    @Override
    public void close() {
        installation.close();
    }
}
