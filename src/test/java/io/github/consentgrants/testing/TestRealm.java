package io.github.consentgrants.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** A realm of one test: the demo's, with more users and clients. Deleted at the end. */
public final class TestRealm implements AutoCloseable {
    /** All realms have this key, because making keys is most of the time that an import takes. */
    private static final String PRIVATE_KEY = privateKey();

    /** Set for the tests, which take many passwords; benchmarks take them as Keycloak does by itself. */
    private static final String PASSWORD_POLICY = System.getProperty("consentgrants.password.policy", "");

    private final Keycloak server;
    private final String name;

    private TestRealm(Keycloak server, String name) {
        this.server = server;
        this.name = name;
    }

    /** Says how a realm differs from the demo's. */
    public enum Option {
        /** The stock browser flow, without our authenticator. */
        WITHOUT_AUTHENTICATOR,
        /** The required action is disabled. */
        WITHOUT_ACTION,
        /** Every client is gated. */
        ALL_CLIENTS,
        /** Nothing of ours is configured. */
        WITHOUT_CONSENT_GRANTS,
        /** A required action of the tests makes Keycloak forget ours. */
        ACTION_IS_SKIPPED,
        /** The trigger of an action of the tests comes after ours and changes what the login hint says. */
        LATE_CHANGE,
        /** The trigger of an action of the tests comes before ours and takes its time when a page is opened. */
        SLOW_TRIGGER,
        /** After our authenticator the flow takes the password once more. */
        PASSWORD_AFTER_CONSENT,
        /** After our authenticator comes a step of the tests, which ends as the login hint says. */
        STEP_AFTER_CONSENT,
        /** A higher level of authentication (acr 2) takes the password once more. */
        STEP_UP
    }

    public static TestRealm create(Keycloak server, Option... options) {
        return create(server, realm -> {}, options);
    }

    /** Imports a realm with what a test changes in it. */
    public static TestRealm create(Keycloak server, Consumer<ObjectNode> change, Option... options) {
        String name = "test-" + UUID.randomUUID();
        ObjectNode realm = representation(name, List.of(options));
        change.accept(realm);
        server.admin().post("/realms", realm);
        return new TestRealm(server, name);
    }

    private static ObjectNode representation(String name, List<Option> options) {
        try {
            ObjectNode realm = (ObjectNode)
                    Admin.JSON.readTree(Path.of("docker", "demo-realm.json").toFile());
            realm.put("realm", name).put("privateKey", PRIVATE_KEY).put("passwordPolicy", PASSWORD_POLICY);
            ObjectNode bob = ((ObjectNode) realm.path("users").get(0)).deepCopy();
            bob.put("username", "bob").put("email", "bob@example.com").put("firstName", "Bob");
            ((ObjectNode) bob.path("credentials").get(0)).put("value", "bob");
            ((ArrayNode) realm.path("users")).add(bob);
            addClients((ArrayNode) realm.path("clients"));
            ObjectNode action = (ObjectNode) realm.path("requiredActions").get(1);
            for (Option option : options) {
                switch (option) {
                    case WITHOUT_AUTHENTICATOR -> realm.remove(List.of("browserFlow", "authenticationFlows"));
                    case WITHOUT_ACTION -> action.put("enabled", false);
                    case ALL_CLIENTS -> ((ObjectNode) action.path("config")).put("applies-to", "all");
                    case WITHOUT_CONSENT_GRANTS -> {
                        realm.remove(List.of("browserFlow", "authenticationFlows", "requiredActions"));
                        realm.path("clients").forEach(client -> ((ObjectNode) client).put("consentRequired", false));
                    }
                    case PASSWORD_AFTER_CONSENT -> addExecution(realm, "auth-password-form");
                    case STEP_AFTER_CONSENT -> addExecution(realm, "probe-step");
                    case LATE_CHANGE -> addAction(realm, action, "probe-late-change", 2000);
                    case SLOW_TRIGGER -> addAction(realm, action, "probe-slow", 1);
                    case STEP_UP -> StepUp.addTo(realm);
                    case ACTION_IS_SKIPPED -> addAction(realm, action, "probe-skip", 2000);
                }
            }
            return realm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addAction(ObjectNode realm, ObjectNode like, String id, int priority) {
        ((ArrayNode) realm.path("requiredActions"))
                .add(like.deepCopy().put("alias", id).put("providerId", id).put("priority", priority));
    }

    private static void addExecution(ObjectNode realm, String authenticator) {
        ArrayNode executions =
                (ArrayNode) realm.path("authenticationFlows").get(0).path("authenticationExecutions");
        executions.add(((ObjectNode) executions.get(executions.size() - 1).deepCopy())
                .put("authenticator", authenticator)
                .put("priority", 100));
    }

    private static void addClients(ArrayNode clients) {
        ObjectNode app = (ObjectNode) clients.get(0);
        app.put("clientId", "app").put("name", "Test App").put("secret", "secret");
        ((ObjectNode) app.path("attributes")).remove("pkce.code.challenge.method");
        app.putArray("redirectUris").add(RelyingParty.REDIRECT_URI + "*");
        ObjectNode publicApp = app.deepCopy().put("clientId", "public-app").put("publicClient", true);
        publicApp.remove("secret");
        clients.add(publicApp);
        clients.add(app.deepCopy().put("clientId", "plain").put("consentRequired", false));
    }

    public String name() {
        return name;
    }

    public Keycloak server() {
        return server;
    }

    public RelyingParty app() {
        return new RelyingParty(this, "app", "secret");
    }

    public RelyingParty publicApp() {
        return new RelyingParty(this, "public-app", null);
    }

    public RelyingParty plain() {
        return new RelyingParty(this, "plain", "secret");
    }

    /** Changes attributes of a client. */
    public void updateAttributes(String clientId, Map<String, String> attributes) {
        ObjectNode merged = (ObjectNode) clientRepresentation(clientId).path("attributes");
        attributes.forEach(merged::put);
        updateClient(clientId, Map.of("attributes", merged));
    }

    /** Returns a confidential client of the realm that posts what the test gives it. */
    public Client client(String clientId) {
        return new Client(this, Map.of("client_id", clientId, "client_secret", "secret"));
    }

    /** Returns the realm's required action. */
    public RequiredAction action() {
        return new RequiredAction(this);
    }

    /** Changes the required action of the realm: whether it is enabled, and its settings; those not named as in the demo's realm. */
    public void configureGate(boolean enabled, Map<String, String> settings) {
        String path = "/realms/" + name + "/authentication/required-actions/consent-grant";
        ObjectNode action = (ObjectNode) server.admin().get(path);
        server.admin().put(path, action.put("enabled", enabled));
        Map<String, String> config = new HashMap<>(Map.of("applies-to", "consent-required", "time-to-live", "120"));
        config.putAll(settings);
        server.admin().put(path + "/config", Map.of("config", config));
    }

    public RelyingParty client(String clientId, String secret) {
        return new RelyingParty(this, clientId, secret);
    }

    /** Returns the newest stored event of a type. */
    public JsonNode event(String type) {
        return events(type).get(0);
    }

    /** Returns the stored events of a type, the newest first. */
    public List<JsonNode> events(String type) {
        JsonNode events = server.admin().get("/realms/" + name + "/events?max=1000&type=" + type);
        return StreamSupport.stream(events.spliterator(), false).toList();
    }

    public String id() {
        return server.admin().get("/realms/" + name).path("id").asText();
    }

    /** Adds a client like "app". */
    public RelyingParty addClient(String clientId) {
        ObjectNode client = clientRepresentation("app").deepCopy();
        client.remove(List.of("id", "protocolMappers"));
        server.admin()
                .post(
                        "/realms/" + name + "/clients",
                        client.put("clientId", clientId).put("secret", "secret"));
        return client(clientId, "secret");
    }

    public void removeClient(String clientId) {
        server.admin().delete(clientPath(clientId));
    }

    /** Gives a client a scope that it has from then on without asking. */
    public void addDefaultScope(String clientId, String scope) {
        String scopes = clientPath(clientId);
        server.admin().delete(scopes + "/optional-client-scopes/" + scopeId(scope));
        server.admin().put(scopes + "/default-client-scopes/" + scopeId(scope), Map.of());
    }

    /** Adds a scope with a parameter of any form, which the client may ask for. */
    public void addParameterizedScope(String clientId, String scope, String text) {
        Map<String, String> attributes = Map.of(
                "is.parameterized.scope", "true",
                "parameterized.scope.type", "string",
                "display.on.consent.screen", "true",
                "include.in.token.scope", "true",
                "consent.screen.text", text);
        server.admin()
                .post(
                        "/realms/" + name + "/client-scopes",
                        Map.of("name", scope, "protocol", "openid-connect", "attributes", attributes));
        addOptionalScope(clientId, scope);
    }

    /** Lets a client ask for a scope. */
    public void addOptionalScope(String clientId, String scope) {
        server.admin().put(clientPath(clientId) + "/optional-client-scopes/" + scopeId(scope), Map.of());
    }

    /** Changes attributes of a client scope. */
    public void updateScope(String scope, Map<String, String> attributes) {
        String path = "/realms/" + name + "/client-scopes/" + scopeId(scope);
        ObjectNode model = (ObjectNode) server.admin().get(path);
        ((ObjectNode) model.path("attributes")).setAll((ObjectNode) Admin.JSON.valueToTree(attributes));
        server.admin().put(path, model);
    }

    public void removeScope(String clientId, String scope) {
        server.admin().delete(clientPath(clientId) + "/default-client-scopes/" + scopeId(scope));
    }

    public String scopeId(String scope) {
        JsonNode scopes = server.admin().get("/realms/" + name + "/client-scopes");
        return StreamSupport.stream(scopes.spliterator(), false)
                .filter(candidate -> candidate.path("name").asText().equals(scope))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
    }

    public void addMapper(String clientId, String mapper, Map<String, String> config) {
        addMapper(clientId, "openid-connect", mapper, config);
    }

    /** Adds a mapper of a protocol. */
    public void addMapper(String clientId, String protocol, String mapper, Map<String, String> config) {
        server.admin()
                .post(
                        clientPath(clientId) + "/protocol-mappers/models",
                        Map.of("name", mapper, "protocol", protocol, "protocolMapper", mapper, "config", config));
    }

    private String clientPath(String clientId) {
        return "/realms/" + name + "/clients/" + clientUuid(clientId);
    }

    public void updateUser(String username, Map<String, Object> fields) {
        String path = "/realms/" + name + "/users/" + userId(username);
        ObjectNode user = (ObjectNode) server.admin().get(path);
        user.setAll((ObjectNode) Admin.JSON.valueToTree(fields));
        server.admin().put(path, user);
    }

    /** Adds a user whose password is the name. */
    public void addUser(String username) {
        Map<String, Object> password = Map.of("type", "password", "value", username, "temporary", false);
        server.admin()
                .post(
                        "/realms/" + name + "/users",
                        Map.of(
                                "username",
                                username,
                                "enabled",
                                true,
                                "email",
                                username + "@example.com",
                                "emailVerified",
                                true,
                                "firstName",
                                username,
                                "lastName",
                                "Example",
                                "credentials",
                                List.of(password)));
    }

    /** Gives a user a role of the realm. */
    public void grantRole(String username, String role) {
        JsonNode found = server.admin().get("/realms/" + name + "/roles/" + role);
        server.admin().post("/realms/" + name + "/users/" + userId(username) + "/role-mappings/realm", List.of(found));
    }

    /** Gives a user the realm's default roles, such as for the account console, which users of an import have not. */
    public void addDefaultRoles(String username) {
        grantRole(username, "default-roles-" + name);
    }

    /** Gives a user a role of a client. */
    public void addClientRole(String username, String clientId, String role) {
        JsonNode found = server.admin().get(clientPath(clientId) + "/roles/" + role);
        server.admin()
                .post(
                        "/realms/" + name + "/users/" + userId(username) + "/role-mappings/clients/"
                                + clientUuid(clientId),
                        List.of(found));
    }

    /** Returns the sessions of a user. */
    public JsonNode sessions(String username) {
        return server.admin().get("/realms/" + name + "/users/" + userId(username) + "/sessions");
    }

    private ObjectNode clientRepresentation(String clientId) {
        return (ObjectNode) server.admin()
                .get("/realms/" + name + "/clients?clientId=" + clientId)
                .get(0);
    }

    /** Changes fields of a client. */
    public void updateClient(String clientId, Map<String, Object> fields) {
        ObjectNode client = clientRepresentation(clientId);
        client.setAll((ObjectNode) Admin.JSON.valueToTree(fields));
        server.admin().put("/realms/" + name + "/clients/" + client.path("id").asText(), client);
    }

    /** Changes settings of the realm's required action. */
    public void configure(Map<String, String> settings) {
        String path = "/realms/" + name + "/authentication/required-actions/consent-grant/config";
        ObjectNode config = (ObjectNode) server.admin().get(path);
        config.withObject("/config").setAll((ObjectNode) Admin.JSON.valueToTree(settings));
        server.admin().put(path, config);
    }

    public String clientUuid(String clientId) {
        return clientRepresentation(clientId).path("id").asText();
    }

    /** Changes fields of the realm. */
    public void update(Map<String, Object> fields) {
        server.admin().put("/realms/" + name, fields);
    }

    public String userId(String username) {
        return server.admin()
                .get("/realms/" + name + "/users?exact=true&username=" + username)
                .get(0)
                .path("id")
                .asText();
    }

    public Probe probe() {
        return new Probe(server.baseUrl(), name);
    }

    @Override
    public void close() {
        server.admin().delete("/realms/" + name);
    }
}
