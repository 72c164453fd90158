package io.github.consentgrants.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.function.Supplier;

/** Talks to the test-only resource inside the server: the store, called in real transactions, and the server's clock. */
public final class Probe {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    /** Where no realm of a test is needed. */
    public static Probe of(Keycloak server) {
        return at(server.baseUrl());
    }

    /** The same of a server that is known by its address alone. */
    public static Probe at(URI baseUrl) {
        return new Probe(baseUrl, "master");
    }

    Probe(URI baseUrl, String realm) {
        base = URI.create(baseUrl + "/realms/" + realm + "/consent-grants-probe/");
    }

    public JsonNode call(String operation, Map<String, ?> arguments) {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve(operation))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(Admin.JSON.writeValueAsString(arguments)))
                    .build();
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(operation + " answered " + response.statusCode() + response.body());
            }
            return Admin.JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Does something while the server's clock is so many seconds ahead. */
    public <T> T later(int seconds, Supplier<T> work) {
        call("clock", Map.of("offset", seconds));
        try {
            return work.get();
        } finally {
            call("clock", Map.of("offset", 0));
        }
    }
}
