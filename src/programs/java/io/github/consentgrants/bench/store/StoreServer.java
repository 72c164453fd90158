package io.github.consentgrants.bench.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.consentgrants.bench.Subject;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.KeycloakServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** An optimized Keycloak in which rounds are run, so that every side of a comparison has the same Java and the same database. */
final class StoreServer implements AutoCloseable {
    private static final int MOST_CALLERS = 64;
    private static final TypeReference<Map<String, Double>> METRICS = new TypeReference<>() {};

    private final HttpClient http = HttpClient.newHttpClient();
    private final KeycloakCluster cluster;

    private StoreServer(KeycloakCluster cluster) {
        this.cluster = cluster;
    }

    static StoreServer start() throws Exception {
        Map<String, String> settings = BenchDatabase.settings();
        settings.put("max_connections", Integer.toString(4 * MOST_CALLERS));
        KeycloakCluster cluster = KeycloakCluster.empty(settings, List.of("--db-pool-max-size=" + (MOST_CALLERS + 16)));
        try {
            cluster.add("bench-store", List.of(KeycloakServer.productionJar(), KeycloakServer.benchJar()))
                    .start();
            BenchDatabase.requireDurability(cluster.postgres());
            return new StoreServer(cluster);
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    void execute(String... statements) throws Exception {
        cluster.postgres().execute(statements);
    }

    String query(String sql) throws Exception {
        return BenchDatabase.query(cluster.postgres(), sql);
    }

    Tables tables() {
        return new Tables(cluster.postgres());
    }

    /** A round of {@code work} beside the server, with its database. */
    Subject beside(Function<Map<String, String>, Subject> work, Map<String, String> arguments) {
        return work.apply(withDatabase(arguments));
    }

    /** A round of {@code operation} in the server. */
    Subject subject(String operation, Map<String, String> arguments) {
        Map<String, String> all = withDatabase(arguments);
        return () -> call(operation, all);
    }

    private Map<String, String> withDatabase(Map<String, String> arguments) {
        Map<String, String> all = new TreeMap<>(arguments);
        all.put("url", cluster.postgres().jdbcUrl());
        all.put("user", BenchDatabase.USER);
        all.put("password", BenchDatabase.USER);
        return all;
    }

    private Map<String, Double> call(String operation, Map<String, String> arguments) throws Exception {
        URI address = cluster.node(0).baseUrl().resolve("/realms/master/consent-grants-bench/" + operation);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(Admin.JSON.writeValueAsString(arguments)))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(operation + " answered " + answer.statusCode() + " " + answer.body());
        }
        return Admin.JSON.readValue(answer.body(), METRICS);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
