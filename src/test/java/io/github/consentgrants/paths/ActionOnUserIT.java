package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.RequestObjects;
import io.github.consentgrants.testing.RequiredAction;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given that something puts the required action on users")
final class ActionOnUserIT {
    private static final KeycloakServer SERVER = KeycloakServer.shared(Database.POSTGRESQL);
    private static final String ID = RequiredAction.ID;
    private static final String ISSUER = "https://issuer.example.com";

    @AutoClose
    private final TestRealm realm = TestRealm.create(SERVER);

    private Client plain;

    @BeforeEach
    void allowGrants() {
        realm.updateClient("plain", Map.of("directAccessGrantsEnabled", true));
        realm.updateAttributes("plain", Map.of("oidc.ciba.grant.enabled", "true"));
        plain = realm.client("plain");
    }

    /** What the realm knows of the action when the user is looked at. */
    enum State {
        ENABLED {
            @Override
            void reach(RequiredAction action) {
                // As it was created.
            }
        },
        DISABLED {
            @Override
            void reach(RequiredAction action) {
                action.change(ID, Map.of("enabled", false));
            }
        },
        RENAMED {
            @Override
            void reach(RequiredAction action) {
                action.change(ID, Map.of("alias", "approval"));
            }
        };

        abstract void reach(RequiredAction action);
    }

    private List<String> actionsOf(String user) {
        JsonNode found = SERVER.admin().get("/realms/" + realm.name() + "/users/" + realm.userId(user));
        return StreamSupport.stream(found.path("requiredActions").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** As another extension would. */
    private void putOn(String user, String action) {
        realm.probe().call("users/add-action", Map.of("user", user, "action", action));
        assertThat(actionsOf(user)).contains(action);
    }

    private void assertServed(String user) {
        assertThat(plain.token("password", Map.of("username", user, "password", user))
                        .hasToken())
                .isTrue();
    }

    @Test
    @DisplayName("when it is made a default action, then it is not one any more, and no new user has it")
    void defaultAction() {
        realm.action().change(ID, Map.of("defaultAction", true));
        assertThat(realm.action().isDefault(ID)).isFalse();
        realm.addUser("carol");
        assertThat(actionsOf("carol")).isEmpty();
        assertServed("carol");
    }

    @Test
    @DisplayName("when a realm is imported with it as default action and on a user, then neither holds")
    void imported() {
        try (TestRealm imported = TestRealm.create(SERVER, representation -> {
            ((ObjectNode) representation.path("requiredActions").get(1)).put("defaultAction", true);
            ((ObjectNode) representation.path("users").get(0))
                    .putArray("requiredActions")
                    .add(ID);
        })) {
            imported.updateClient("plain", Map.of("directAccessGrantsEnabled", true));
            assertThat(imported.action().isDefault(ID)).isFalse();
            imported.addUser("carol");
            for (String user : new String[] {"alice", "carol"}) {
                assertThat(imported.client("plain")
                                .token("password", Map.of("username", user, "password", user))
                                .hasToken())
                        .as(user)
                        .isTrue();
            }
        }
    }

    @Test
    @DisplayName(
            "when an administrator puts it on a user, creates one with it, or imports one, then the user has it no more")
    void administrator() {
        realm.updateUser("bob", Map.of("requiredActions", List.of(ID, "UPDATE_PASSWORD")));
        assertThat(actionsOf("bob")).containsExactly("UPDATE_PASSWORD");
        String users = "/realms/" + realm.name() + "/users";
        SERVER.admin().post(users, Map.of("username", "dave", "requiredActions", List.of(ID)));
        assertThat(actionsOf("dave")).isEmpty();
        SERVER.admin()
                .post(
                        "/realms/" + realm.name() + "/partialImport",
                        Map.of(
                                "ifResourceExists",
                                "FAIL",
                                "users",
                                List.of(Map.of("username", "erin", "requiredActions", List.of(ID)))));
        assertThat(actionsOf("erin")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @DisplayName("when it is on a user, then the password grant at a client that is not gated works, and it is gone")
    void passwordGrant(State state) {
        state.reach(realm.action());
        putOn("alice", state == State.RENAMED ? "approval" : ID);
        assertServed("alice");
        assertThat(actionsOf("alice")).isEmpty();
        putOn("alice", state == State.RENAMED ? "approval" : ID);
        assertThat(plain.token("password", Map.of("username", "alice@example.com", "password", "alice"))
                        .hasToken())
                .isTrue();
    }

    @Test
    @DisplayName("when it is on a user of a realm that has not got it, then the password grant works")
    void withoutModel() {
        realm.update(Map.of("browserFlow", "browser"));
        realm.action().delete(ID);
        putOn("alice", ID);
        assertServed("alice");
        assertThat(actionsOf("alice")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @DisplayName("when it is on a user, then CIBA at a client that is not gated works")
    void ciba(State state) {
        state.reach(realm.action());
        putOn("alice", state == State.RENAMED ? "approval" : ID);
        String request = realm.probe()
                .call("users/approved-ciba", Map.of("user", "alice", "client", "plain"))
                .path("auth_req_id")
                .asText();
        Client.Answer answer = plain.token("urn:openid:params:grant-type:ciba", Map.of("auth_req_id", request));
        assertThat(answer.hasToken()).as(answer.toString()).isTrue();
        assertThat(actionsOf("alice")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @DisplayName("when it is on a user, then the JWT bearer grant at a client that is not gated works")
    void jwtBearer(State state) {
        RequestObjects issuer = new RequestObjects();
        addIssuer(issuer);
        state.reach(realm.action());
        putOn("alice", state == State.RENAMED ? "approval" : ID);
        String assertion = issuer.sign(
                realm,
                Map.of(
                        "client_id",
                        ISSUER,
                        "sub",
                        "external-alice",
                        "jti",
                        UUID.randomUUID().toString()));
        Client.Answer answer =
                plain.token("urn:ietf:params:oauth:grant-type:jwt-bearer", Map.of("assertion", assertion));
        assertThat(answer.hasToken()).as(answer.toString()).isTrue();
        assertThat(actionsOf("alice")).isEmpty();
    }

    private void addIssuer(RequestObjects issuer) {
        Map<String, String> config = new HashMap<>(Map.of("issuer", ISSUER, "clientId", "x", "clientSecret", "x"));
        config.putAll(Map.of("authorizationUrl", ISSUER + "/auth", "tokenUrl", ISSUER + "/token"));
        config.putAll(Map.of("validateSignature", "true", "useJwksUrl", "false"));
        config.putAll(Map.of("publicKeySignatureVerifier", issuer.publicKey(), "jwtAuthorizationGrantEnabled", "true"));
        String path = "/realms/" + realm.name();
        SERVER.admin()
                .post(
                        path + "/identity-provider/instances",
                        Map.of("alias", "issuer", "providerId", "oidc", "enabled", true, "config", config));
        SERVER.admin()
                .post(
                        path + "/users/" + realm.userId("alice") + "/federated-identity/issuer",
                        Map.of("identityProvider", "issuer", "userId", "external-alice", "userName", "alice"));
        realm.updateAttributes(
                "plain",
                Map.of(
                        "oauth2.jwt.authorization.grant.enabled",
                        "true",
                        "oauth2.jwt.authorization.grant.idp",
                        "issuer"));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @DisplayName("when it is on a user, then the browser gets a code for a client that is not gated, silently too")
    void browser(State state) {
        state.reach(realm.action());
        UserAgent agent = new UserAgent();
        putOn("alice", state == State.RENAMED ? "approval" : ID);
        assertThat(Browser.hasCode(Browser.signIn(agent, realm.plain().request(Map.of()), "alice")))
                .isTrue();
        realm.probe()
                .call("users/add-action", Map.of("user", "alice", "action", state == State.RENAMED ? "approval" : ID));
        Page silently = agent.open(realm.plain().request(Map.of("prompt", "none")));
        assertThat(Browser.hasCode(silently)).isTrue();
    }

    @Test
    @DisplayName("when it is on a user, then a gated client's page comes once")
    void gated() throws Exception {
        putOn("alice", ID);
        UserAgent agent = new UserAgent();
        RelyingParty app = realm.app();
        oneCode(realm, app, agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
        assertThat(actionsOf("alice")).isEmpty();
    }
}
