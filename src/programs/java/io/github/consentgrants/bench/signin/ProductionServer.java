package io.github.consentgrants.bench.signin;

import io.github.consentgrants.bench.Analysis;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.KeycloakNode;
import io.github.consentgrants.testing.KeycloakServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Keycloak as an operator runs it: built, optimized, in production mode, PostgreSQL with fsync and synchronous commits, and
 * nothing of the tests' options, which hold the just-in-time compiler back.
 */
final class ProductionServer {
    private ProductionServer() {}

    /** Starts nodes with nothing but the jar in their providers directory. */
    static KeycloakCluster withJar(int nodes) {
        return withJar(nodes, Map.of());
    }

    /** The same, with further settings of PostgreSQL. */
    static KeycloakCluster withJar(int nodes, Map<String, String> settings) {
        return start(nodes, "bench-with", List.of(KeycloakServer.productionJar()), settings);
    }

    /** Starts nodes without any provider. */
    static KeycloakCluster withoutJar(int nodes) {
        return start(nodes, "bench-without", List.of(), Map.of());
    }

    private static KeycloakCluster start(int nodes, String home, List<Path> jars, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("shared_buffers", "256MB");
        all.putAll(Analysis.settings());
        KeycloakCluster cluster = KeycloakCluster.empty(all, List.of());
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
