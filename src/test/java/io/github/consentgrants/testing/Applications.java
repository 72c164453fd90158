package io.github.consentgrants.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The applications in a user's account console, through its REST API. */
public final class Applications {
    private final Bearer user;
    private final String path;

    private Applications(Bearer user, String path) {
        this.user = user;
        this.path = path;
    }

    public static Applications of(TestRealm realm, String user) {
        return new Applications(Bearer.of(realm, user), "/realms/" + realm.name() + "/account/applications");
    }

    /** Returns the ids of the clients in the list whose consent is shown. */
    public List<String> consented() {
        return stream(user.ask("GET", path, null))
                .filter(client -> client.hasNonNull("consent"))
                .map(client -> client.path("clientId").asText())
                .toList();
    }

    /** Returns the names of the scopes in the consent of a client. */
    public List<String> scopes(String clientId) {
        return granted(clientId).stream()
                .map(scope -> scope.path("name").asText())
                .toList();
    }

    /** Takes a built-in scope out of the consent of a client. */
    public void narrow(String clientId, String scope) {
        List<Map<String, String>> rest = granted(clientId).stream()
                .filter(granted -> !isOf(scope, granted))
                .map(granted -> Map.of("id", granted.path("id").asText()))
                .toList();
        user.ask("PUT", path + "/" + clientId + "/consent", Map.of("grantedScopes", rest));
    }

    /** Takes the whole consent back. */
    public void revoke(String clientId) {
        user.ask("DELETE", path + "/" + clientId + "/consent", null);
    }

    /** The API names the text for the consent page instead of the scope. */
    private static boolean isOf(String scope, JsonNode granted) {
        return granted.path("name").asText().equals("${" + scope + "ScopeConsentText}");
    }

    private List<JsonNode> granted(String clientId) {
        return stream(user.ask("GET", path + "/" + clientId + "/consent", null).path("grantedScopes"))
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
