package io.github.consentgrants.bench.signin;

import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.KeycloakNode;
import io.github.consentgrants.testing.KeycloakServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Keycloak as an operator runs it: built, optimized, in production mode, PostgreSQL with fsync and synchronous commits. */
final class ProductionServer {
    /** The just-in-time compiler of the server is not held back here, as it is for tests. */
    private static final String JVM = "-XX:+UseParallelGC";

    private ProductionServer() {}

    /** Starts nodes with nothing but the jar in their providers directory. */
    static KeycloakCluster withJar(int nodes) {
        return start(nodes, "bench-with", List.of(KeycloakServer.productionJar()));
    }

    /** Starts nodes without any provider. */
    static KeycloakCluster withoutJar(int nodes) {
        return start(nodes, "bench-without", List.of());
    }

    private static KeycloakCluster start(int nodes, String home, List<Path> jars) {
        KeycloakCluster cluster = KeycloakCluster.empty(Map.of("shared_buffers", "256MB"), List.of())
                .withJvm(JVM);
        try {
            IntStream.range(0, nodes).forEach(i -> cluster.add(home, jars).start());
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The nodes' own addresses: the clients choose, since a balancer would cost a part of the machine. */
    static List<URI> addresses(KeycloakCluster cluster) {
        return cluster.nodes().stream().map(KeycloakNode::baseUrl).toList();
    }
}
