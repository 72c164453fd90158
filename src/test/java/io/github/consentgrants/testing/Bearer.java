package io.github.consentgrants.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls Keycloak's account and admin REST APIs with an access token, or without one. */
public final class Bearer {
    private static final String ADMIN_CLI = "admin-cli";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI baseUrl;
    private final @Nullable String token;

    private Bearer(URI baseUrl, @Nullable String token) {
        this.baseUrl = baseUrl;
        this.token = token;
    }

    /** Uses the token of a user of a realm, with all roles that the user has. No gate concerns the token's client. */
    public static Bearer of(TestRealm realm, String user) {
        realm.updateClient(ADMIN_CLI, Map.of("fullScopeAllowed", true));
        realm.updateAttributes(ADMIN_CLI, Map.of("client.use.lightweight.access.token.enabled", "false"));
        return new Bearer(
                realm.server().baseUrl(),
                new Client(realm, Map.of("client_id", ADMIN_CLI))
                        .token("password", Map.of("username", user, "password", user))
                        .text("access_token"));
    }

    /** Uses the token of the administrator of the server. */
    public static Bearer administrator(Keycloak server) {
        try {
            return new Bearer(server.baseUrl(), server.admin().newToken());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Uses a token that a realm has given, such as a registration access token. */
    public static Bearer with(TestRealm realm, String token) {
        return new Bearer(realm.server().baseUrl(), token);
    }

    /** Returns one that sends to a node of the server itself. */
    public Bearer at(URI node) {
        return new Bearer(node, token);
    }

    /** Opens a stream, whose reader decides how fast it comes. */
    public InputStream open(String path) {
        HttpRequest request = HttpRequest.newBuilder(baseUrl.resolve(path))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " answered " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Uses no token. */
    public static Bearer none(TestRealm realm) {
        return new Bearer(realm.server().baseUrl(), null);
    }

    /** Sends a request and returns the response whatever its status. */
    public HttpResponse<String> send(String method, String path, @Nullable Object body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(baseUrl.resolve(path))
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json")
                    .method(method, body == null ? BodyPublishers.noBody() : json(body));
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request that has to succeed, and returns what was answered. */
    public JsonNode ask(String method, String path, @Nullable Object body) {
        HttpResponse<String> response = send(method, path, body);
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(
                    method + " " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        try {
            return Admin.JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest.BodyPublisher json(Object body) throws JsonProcessingException {
        return BodyPublishers.ofString(Admin.JSON.writeValueAsString(body));
    }
}
