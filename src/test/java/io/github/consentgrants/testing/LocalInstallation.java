package io.github.consentgrants.testing;

import io.github.consentgrants.testing.KeycloakServer.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Keycloak's distribution and an embedded PostgreSQL, both from Maven, as processes that listen on loopback only. */
final class LocalInstallation implements Installation {
    private final Path log;
    private final int port;
    private final String path;
    private final int managementPort;
    private final DatabaseServer databaseServer;
    private final Process process;

    private LocalInstallation(
            Path log, int port, String path, int managementPort, DatabaseServer databaseServer, Process process) {
        this.log = log;
        this.port = port;
        this.path = path;
        this.managementPort = managementPort;
        this.databaseServer = databaseServer;
        this.process = process;
    }

    /**
     * Prepares the distribution unless that was done before, starts the database and launches Keycloak.
     *
     * @param options further ones of Keycloak's build
     */
    static LocalInstallation launch(
            Database database, List<Path> jars, List<String> options, int port, Consumer<String> progress) {
        return launch(
                name(database, jars, options), database, jars, new Options(options, List.of(), ""), port, progress);
    }

    /**
     * The same with a distribution of its own.
     *
     * @param name of the distribution's directory
     */
    static LocalInstallation launch(
            String name, Database database, List<Path> jars, Options options, int port, Consumer<String> progress) {
        Path home = KeycloakServer.buildDirectory().resolve("it").resolve(name);
        Distribution distribution = new Distribution(home, database, options.build(), progress);
        distribution.prepare(Path.of(System.getProperty("keycloak.home")), jars);
        distribution.forgetData();
        progress.accept("Starting " + database);
        DatabaseServer databaseServer = database.start();
        Path log = home.resolve("server.log");
        try {
            Files.deleteIfExists(log);
            Files.createDirectories(temporary(log));
            progress.accept("Starting Keycloak on http://localhost:" + port);
            int managementPort = KeycloakServer.freePort();
            Process process = process(distribution, databaseServer, port, managementPort, log, options.start())
                    .start();
            return new LocalInstallation(log, port, options.path(), managementPort, databaseServer, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each build of the server has a folder of its own, so that none takes the place of another. */
    private static String name(Database database, List<Path> jars, List<String> options) {
        if (jars.isEmpty()) {
            return "stock";
        }
        return options.isEmpty()
                ? database.option()
                : database.option() + "-" + Integer.toHexString(options.hashCode());
    }

    private static ProcessBuilder process(
            Distribution distribution,
            DatabaseServer databaseServer,
            int port,
            int managementPort,
            Path log,
            List<String> further) {
        List<String> arguments = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + managementPort,
                "--cache=local"));
        arguments.addAll(databaseServer.options());
        arguments.addAll(further);
        if (further.stream().noneMatch(option -> option.startsWith("--hostname="))) {
            arguments.add("--hostname-strict=false");
        }
        ProcessBuilder builder = distribution.process(arguments, log);
        String agent = System.getProperty("jacoco.server.agent", "");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakServer.ADMIN);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", KeycloakServer.ADMIN);
        String directory = "\"-Djava.io.tmpdir=" + temporary(log) + "\"";
        builder.environment().put("JAVA_OPTS_APPEND", jvm() + " " + directory + " " + agent);
        return builder;
    }

    /** Keycloak leaves empty directories where it has temporary files, so it has them with its log. */
    private static Path temporary(Path log) {
        return log.resolveSibling("tmp").toAbsolutePath();
    }

    /** Tests start a server often and use it for a minute; measurements need the compiler that operators have. */
    static String jvm() {
        return System.getProperty("consentgrants.server.jvm", "-XX:TieredStopAtLevel=1");
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://localhost:" + port + path);
    }

    @Override
    public URI managementUrl() {
        return URI.create("http://localhost:" + managementPort);
    }

    @Override
    public Connection openConnection() throws SQLException {
        return databaseServer.openConnection();
    }

    @Override
    public String hostOf(int listening) {
        return "127.0.0.1";
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
            databaseServer.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
