package io.github.consentgrants.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Keycloak;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** A realm under test, whose clients ask for consent: on Keycloak's own page, or at the gate. */
final class Provider implements AutoCloseable {
    private final String name;
    private final TestRealm realm;
    private final HttpClient http = HttpClient.newHttpClient();

    private Provider(String name, TestRealm realm) {
        this.name = name;
        this.realm = realm;
    }

    /** Makes a realm in which nothing of ours is set up. */
    static Provider stock(String name, Keycloak server) {
        TestRealm realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS);
        realm.updateClient("app", Map.of("consentRequired", true));
        return complete(name, realm);
    }

    /** Makes a realm whose clients are gated. */
    static Provider gated(String name, Keycloak server) {
        return complete(name, TestRealm.create(server));
    }

    /** Gives alice what the scopes of the plans release. */
    private static Provider complete(String name, TestRealm realm) {
        String path = "/realms/" + realm.name() + "/users/profile";
        ObjectNode profile = (ObjectNode) realm.server().admin().get(path);
        realm.server().admin().put(path, profile.put("unmanagedAttributePolicy", "ENABLED"));
        realm.updateUser(
                "alice",
                Map.of("attributes", Map.of("phoneNumber", List.of("+358 1"), "street", List.of("Main street 1"))));
        realm.addDefaultRoles("alice");
        return new Provider(name, realm);
    }

    /** What an endpoint answered. */
    record Reply(int status, JsonNode body) {
        boolean isError(String error) {
            return status >= 400 && error.equals(body.path("error").asText());
        }

        boolean isSuccess() {
            return status < 300;
        }

        String text(String field) {
            return body.path(field).asText();
        }
    }

    String name() {
        return name;
    }

    TestRealm realm() {
        return realm;
    }

    String issuer() {
        return realm.server().baseUrl() + "/realms/" + realm.name();
    }

    /** Returns an endpoint of OpenID Connect. */
    URI endpoint(String path) {
        return URI.create(issuer() + "/protocol/openid-connect/" + path);
    }

    /** Returns the address of an authorization request. */
    URI request(Map<String, String> parameters) {
        return URI.create(endpoint("auth") + "?" + UserAgent.encode(parameters));
    }

    /** Adds a client. */
    void addClient(ObjectNode client) {
        realm.server().admin().post("/realms/" + realm.name() + "/clients", client);
    }

    /** Posts a form. */
    Reply post(URI endpoint, Map<String, String> form, Map<String, String> headers)
            throws IOException, InterruptedException {
        return send("POST", endpoint, form, headers);
    }

    /** Sends a request with or without a form. */
    Reply send(String method, URI endpoint, Map<String, String> form, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint).header("Accept", "application/json");
        headers.forEach(request::header);
        if (form.isEmpty()) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .method(method, BodyPublishers.ofString(UserAgent.encode(form)));
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        String body = response.body();
        return new Reply(
                response.statusCode(), body.startsWith("{") ? Admin.JSON.readTree(body) : NullNode.getInstance());
    }

    @Override
    public void close() {
        realm.close();
    }
}
