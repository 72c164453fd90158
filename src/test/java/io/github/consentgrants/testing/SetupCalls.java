package io.github.consentgrants.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The resource {@code consent-grants/setup} of a realm, and what a test looks at before and after. */
public final class SetupCalls {
    private static final String AUTHENTICATOR = "consent-grant-authenticator";

    private final TestRealm realm;
    private final Admin admin;
    private final String base;

    public SetupCalls(TestRealm realm) {
        this.realm = realm;
        this.admin = realm.server().admin();
        this.base = "/realms/" + realm.name();
    }

    public HttpResponse<String> send(String method, Object body) {
        return admin.send(method, base + "/consent-grants/setup", body);
    }

    /** Sets the realm up, which has to succeed. */
    public JsonNode post(Map<String, ?> body) {
        return read(send("POST", body));
    }

    /** Puts the flow back, which has to succeed. */
    public JsonNode delete() {
        return read(send("DELETE", null));
    }

    public static JsonNode read(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        try {
            return Admin.JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the texts of the changes of action and flow in an answer. */
    public static List<String> changes(JsonNode answer) {
        return all(answer).filter(text -> !text.contains("the client scope")).toList();
    }

    /** Returns the texts of the changes of the client scope in an answer. */
    public static List<String> scopeChanges(JsonNode answer) {
        return all(answer).filter(text -> text.contains("the client scope")).toList();
    }

    private static Stream<String> all(JsonNode answer) {
        return StreamSupport.stream(answer.path("changes").spliterator(), false).map(JsonNode::asText);
    }

    /** Returns flows, actions, attributes and bindings of the realm. */
    public JsonNode everything() {
        HttpResponse<String> response = admin.send("POST", base + "/partial-export?exportClients=false", Map.of());
        return read(response);
    }

    public String boundFlow() {
        return admin.get(base).path("browserFlow").asText();
    }

    public void bind(String alias) {
        realm.update(Map.of("browserFlow", alias));
    }

    public List<String> flows() {
        return StreamSupport.stream(admin.get(base + "/authentication/flows").spliterator(), false)
                .map(flow -> flow.path("alias").asText())
                .toList();
    }

    public String flowId(String alias) {
        return StreamSupport.stream(admin.get(base + "/authentication/flows").spliterator(), false)
                .filter(flow -> flow.path("alias").asText().equals(alias))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
    }

    /** Returns the steps of a flow with those of its sub-flows: requirement, what it is, and how deep it is. */
    public List<String> steps(String alias) {
        return StreamSupport.stream(executions(alias).spliterator(), false)
                .map(step -> step.path("level").asInt() + " "
                        + step.path("requirement").asText() + " "
                        + (step.has("providerId") ? step.path("providerId").asText() : "flow"))
                .toList();
    }

    public JsonNode executions(String alias) {
        return admin.get(path(alias, "/executions"));
    }

    private String path(String alias, String rest) {
        return base + "/authentication/flows/"
                + URLEncoder.encode(alias, StandardCharsets.UTF_8).replace("+", "%20") + rest;
    }

    /** Copies a flow, as the admin console does. */
    public void copy(String alias, String name) {
        admin.post(path(alias, "/copy"), Map.of("newName", name));
    }

    /** Adds our authenticator as the last step of a flow or sub-flow. */
    public void addAuthenticator(String alias, String requirement) {
        admin.post(path(alias, "/executions/execution"), Map.of("provider", AUTHENTICATOR));
        require(alias, AUTHENTICATOR, requirement);
    }

    public void require(String alias, String providerId, String requirement) {
        ObjectNode step = (ObjectNode) StreamSupport.stream(executions(alias).spliterator(), false)
                .filter(found -> found.path("providerId").asText().equals(providerId))
                .reduce((first, last) -> last)
                .orElseThrow();
        admin.put(path(alias, "/executions"), step.put("requirement", requirement));
    }

    public JsonNode actions() {
        return admin.get(base + "/authentication/required-actions");
    }

    /** Returns the realm's models of our action. */
    public List<JsonNode> ourActions() {
        return StreamSupport.stream(actions().spliterator(), false)
                .filter(action -> action.path("providerId").asText().equals(RequiredAction.ID))
                .toList();
    }

    public List<JsonNode> adminEvents() {
        return StreamSupport.stream(admin.get(base + "/admin-events?max=100").spliterator(), false)
                .toList();
    }
}
