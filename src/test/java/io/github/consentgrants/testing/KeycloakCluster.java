package io.github.consentgrants.testing;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Keycloak nodes in production mode that share one PostgreSQL and find each other through it, behind one address that sends
 * each request to the next node.
 */
public final class KeycloakCluster implements Keycloak, AutoCloseable {
    private static final int DRAIN_SECONDS = 5;

    private final PostgresServer postgres;
    private final RoundRobinProxy proxy = new RoundRobinProxy();
    private final List<KeycloakNode> nodes = new ArrayList<>();
    private final List<String> arguments;
    private final Admin admin;
    private boolean closed;

    private KeycloakCluster(PostgresServer postgres, List<String> arguments) {
        this.postgres = postgres;
        this.arguments = arguments;
        this.admin = new Admin(proxy.baseUrl(), "admin", "admin");
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop the cluster"));
    }

    /** Starts {@code size} nodes with the jar under test and the probe. */
    public static KeycloakCluster start(int size) {
        return start(size, Map.of(), List.of());
    }

    /**
     * Starts {@code size} nodes with the jar under test and the probe.
     *
     * @param settings of PostgreSQL
     * @param arguments further ones of each node
     */
    public static KeycloakCluster start(int size, Map<String, String> settings, List<String> arguments) {
        KeycloakCluster cluster = empty(settings, arguments);
        try {
            for (int i = 0; i < size; i++) {
                cluster.add(KeycloakServer.productionJar());
            }
            // The first one makes the tables and the administrator.
            cluster.nodes.get(0).start();
            cluster.nodes.stream().skip(1).forEach(KeycloakNode::launch);
            cluster.nodes.forEach(KeycloakNode::awaitReady);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts PostgreSQL alone, for nodes that are added one by one. */
    public static KeycloakCluster empty(Map<String, String> settings, List<String> arguments) {
        return new KeycloakCluster(PostgresServer.create(settings), arguments);
    }

    /** Adds a node with a jar and the probe, without starting it. */
    public KeycloakNode add(Path jar) {
        return add(homeOf(jar), List.of(jar, ProbeJar.build(KeycloakServer.buildDirectory())));
    }

    /**
     * Adds a node, without starting it.
     *
     * @param home name of the distribution, which is prepared unless it has the same jars
     * @param jars in its providers directory
     */
    public KeycloakNode add(String home, List<Path> jars) {
        Path folder = KeycloakServer.buildDirectory().resolve("it").resolve(home);
        Distribution distribution = new Distribution(folder, Database.POSTGRESQL, System.out::println);
        distribution.prepare(Path.of(System.getProperty("keycloak.home")), jars);
        List<String> all = new ArrayList<>(List.of(
                "--hostname=" + proxy.baseUrl(),
                "--db-url=" + postgres.jdbcUrl(),
                "--db-username=postgres",
                "--db-password=postgres"));
        all.addAll(arguments);
        KeycloakNode node = new KeycloakNode(distribution, "node-" + (nodes.size() + 1), all);
        nodes.add(node);
        serve(nodes);
        return node;
    }

    /** Tells the balancer to send requests to these nodes only, and gives the others time to end theirs. */
    public void serveOnly(List<KeycloakNode> some) throws InterruptedException {
        serve(some);
        TimeUnit.SECONDS.sleep(DRAIN_SECONDS);
    }

    private void serve(List<KeycloakNode> some) {
        proxy.serve(some.stream().map(KeycloakNode::baseUrl).toList());
    }

    /** The jar under test runs from the distribution that the other integration tests use. */
    private static String homeOf(Path jar) {
        return jar.equals(KeycloakServer.productionJar())
                ? Database.POSTGRESQL.option()
                : jar.getFileName().toString().replace(".jar", "");
    }

    public KeycloakNode node(int index) {
        return nodes.get(index);
    }

    public List<KeycloakNode> nodes() {
        return List.copyOf(nodes);
    }

    public PostgresServer postgres() {
        return postgres;
    }

    @Override
    public URI baseUrl() {
        return proxy.baseUrl();
    }

    @Override
    public Admin admin() {
        return admin;
    }

    @Override
    public Connection openConnection() throws SQLException {
        return postgres.openConnection();
    }

    @Override
    public String hostOf(int port) {
        return "127.0.0.1";
    }

    /** Stops everything, once; at the latest when the JVM ends. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        nodes.parallelStream().forEach(KeycloakNode::close);
        proxy.close();
        postgres.close();
    }
}
