package io.github.consentgrants.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One Keycloak of a cluster, in production mode, on ports of its own of the loopback interface. */
public final class KeycloakNode implements AutoCloseable {
    /** The argument of a node that looks for no others. */
    public static final String ALONE = "--cache=local";

    private static final Duration START_TIMEOUT = Duration.ofMinutes(4);
    /** JGroups detects failures on the port that is so much higher. */
    private static final int FAILURE_DETECTION_OFFSET = 50_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Distribution distribution;
    private final String name;
    private final List<String> arguments;
    private final Path log;
    private final int port = KeycloakServer.freePort();
    private final int managementPort = KeycloakServer.freePort();
    private final int clusterPort = freeClusterPort();
    private Process process;
    private int logStart;

    KeycloakNode(Distribution distribution, String name, List<String> arguments) {
        this.distribution = distribution;
        this.name = name;
        this.arguments = List.copyOf(arguments);
        this.log = distribution.home().resolveSibling(name + "-" + port + ".log");
    }

    public String name() {
        return name;
    }

    public URI baseUrl() {
        return URI.create("http://localhost:" + port);
    }

    /** Returns the test-only resource of this very node. */
    public Probe probe(String realm) {
        return new Probe(baseUrl(), realm);
    }

    /** Starts it and returns at once. */
    void launch() {
        try {
            logStart = log().length();
            ProcessBuilder builder = distribution.process(commandLine(), log);
            builder.environment()
                    .putAll(Map.of(
                            "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                            "KC_BOOTSTRAP_ADMIN_PASSWORD", "admin",
                            "JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx768m",
                            "JAVA_OPTS_APPEND", LocalInstallation.jvm()));
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> commandLine() {
        List<String> line = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + managementPort,
                "--log-level=info,io.smallrye.health:error")); // which would log each time that it is asked too early
        line.addAll(arguments);
        if (!arguments.contains(ALONE)) {
            line.addAll(List.of(
                    "--cache=ispn",
                    "--cache-stack=jdbc-ping",
                    "--cache-embedded-network-bind-address=127.0.0.1",
                    "--cache-embedded-network-bind-port=" + clusterPort));
        }
        return line;
    }

    /** Waits until it is ready to serve. */
    void awaitReady() {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!isReady()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                kill();
                throw new IllegalStateException(name + " did not start: " + log());
            }
            pause();
        }
    }

    /** Starts it and waits until it is ready to serve. */
    public void start() {
        launch();
        awaitReady();
    }

    private boolean isReady() {
        if (log().indexOf("Listening on:", logStart) < 0) {
            return false;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the id of the Java process. */
    public long pid() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .filter(handle -> handle.info()
                        .command()
                        .filter(path -> path.endsWith("java"))
                        .isPresent())
                .findFirst()
                .orElseThrow()
                .pid();
    }

    /** {@code kill -9}. */
    public void kill() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }

    /** Asks it to end, which makes it leave the cluster in good order. */
    public void stop() {
        process.descendants().forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Returns everything that the node has logged. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freeClusterPort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int candidate = java.util.concurrent.ThreadLocalRandom.current().nextInt(7_801, 10_000);
            if (isFree(candidate) && isFree(candidate + FAILURE_DETECTION_OFFSET)) {
                return candidate;
            }
        }
        throw new IllegalStateException("No port is free for the cluster");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, java.net.InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
    }
}
