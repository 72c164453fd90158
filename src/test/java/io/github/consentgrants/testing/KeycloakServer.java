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
    private static final String FEATURES = "--features=parameterized-scopes,token-exchange-delegation,docker,"
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

    /**
     * Starts a server with a distribution of its own; the caller closes it.
     *
     * @param name of the distribution's directory
     * @param jars in its providers directory
     */
    public static KeycloakServer withJars(String name, Database database, List<Path> jars) {
        Options none = new Options(List.of(), List.of(), "");
        LocalInstallation installation =
                LocalInstallation.launch(name, database, jars, none, freePort(), System.out::println);
        return started(database, installation);
    }

    /**
     * Starts a server with a distribution of its own, on PostgreSQL, with the jar under test and the probe; the caller closes it.
     *
     * @param name of the distribution's directory
     */
    public static KeycloakServer trial(String name, Options options) {
        List<Path> jars = List.of(productionJar(), ProbeJar.build(buildDirectory()));
        LocalInstallation installation =
                LocalInstallation.launch(name, Database.POSTGRESQL, jars, options, freePort(), System.out::println);
        return started(Database.POSTGRESQL, installation);
    }

    /**
     * Options of a server, beside those that all have.
     *
     * @param build of {@code kc.sh build}
     * @param start of {@code kc.sh start}
     * @param path below which it serves everything, such as {@code /auth}, or an empty text
     */
    public record Options(List<String> build, List<String> start, String path) {}

    /** Starts a Keycloak without any jar of ours, as others have it; the caller closes it. */
    public static KeycloakServer stock() {
        return start(Database.H2, List.of(), List.of(), freePort(), System.out::println);
    }

    /** Starts the demo's server: with a store that can present the last token once more. */
    public static KeycloakServer demo(int port, Consumer<String> progress) {
        Path replay = ProbeJar.build(buildDirectory(), "demo", "io/github/consentgrants/demo/server");
        LocalInstallation installation = LocalInstallation.launch(
                "demo",
                Database.POSTGRESQL,
                List.of(productionJar(), replay),
                new Options(List.of(), List.of(), ""),
                port,
                progress);
        return started(Database.POSTGRESQL, installation);
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
        return started(database, installation);
    }

    private static KeycloakServer started(Database database, Installation installation) {
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

    /** Returns the jar with the contract of the store that the build publishes: for the class path of tests and for providers. */
    public static Path contractJar() {
        String name = productionJar().getFileName().toString().replace(".jar", "-contract.jar");
        return buildDirectory().resolve("contract").resolve(name);
    }

    /** Returns the store of docs/spi.md as a jar. */
    public static Path memoryStoreJar() {
        return ProbeJar.build(buildDirectory(), "memory", "io/github/consentgrants/memory");
    }

    static Path buildDirectory() {
        return Path.of(System.getProperty("build.directory", "target"));
    }

    @Override
    public void close() {
        installation.close();
    }
}
