package io.github.consentgrants.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;

/** A client that posts whatever a test wants to the endpoints of the realm that answer clients themselves. */
public final class Client {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoints;
    private final Map<String, String> credentials;

    public Client(TestRealm realm, Map<String, String> credentials) {
        endpoints = URI.create(realm.server().baseUrl() + "/realms/" + realm.name() + "/protocol/openid-connect/");
        this.credentials = credentials;
    }

    /** What an endpoint answered. */
    public record Answer(int status, JsonNode body) {
        public boolean hasToken() {
            return body.has("access_token") || body.has("id_token") || body.has("refresh_token");
        }

        public String error() {
            return body.path("error").asText();
        }

        public String text(String field) {
            return body.path(field).asText();
        }
    }

    /** Asks the token endpoint. */
    public Answer token(String grantType, Map<String, String> parameters) {
        Map<String, String> form = new TreeMap<>(parameters);
        form.put("grant_type", grantType);
        return post("token", form);
    }

    /** Asks the endpoint at {@code path}, with the client's credentials. */
    public Answer post(String path, Map<String, String> parameters) {
        Map<String, String> form = new TreeMap<>(credentials);
        form.putAll(parameters);
        HttpRequest request = HttpRequest.newBuilder(endpoints.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(UserAgent.encode(form)))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), Admin.JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
