package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.AskPolicies;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a realm that says who is asked for what")
final class AskPolicyIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final TestRealm realm = TestRealm.create(server);
    private final RelyingParty app = realm.app();

    @AfterEach
    void close() {
        realm.close();
    }

    private JsonNode explain(String user, String scope) {
        return server.admin()
                .get("/realms/" + realm.name() + "/consent-grants/policy?client=app&user=" + user + "&scope="
                        + scope.replace(" ", "%20"));
    }

    private Page signIn(UserAgent agent, String user) {
        return Browser.signIn(agent, app.request(Map.of()), user);
    }

    private void scopes(String value) {
        JsonNode scopes = server.admin()
                .get("/realms/" + realm.name() + "/clients/" + realm.clientUuid("app") + "/default-client-scopes");
        scopes.forEach(scope -> realm.updateScope(scope.path("name").asText(), Map.of("consent-grants.ask", value)));
    }

    private void group(String path, String user) {
        server.admin().post("/realms/" + realm.name() + "/groups", Map.of("name", path));
        String id = server.admin()
                .get("/realms/" + realm.name() + "/groups?search=" + path)
                .get(0)
                .path("id")
                .asText();
        server.admin().put("/realms/" + realm.name() + "/users/" + realm.userId(user) + "/groups/" + id, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "members,     /customers,     true,  false",
        "non-members, /customers,     false, true",
        "members,     customer,       true,  false",
        "non-members, customer,       false, true",
        "members,     /no such group, true,  true",
        "non-members, no such role,   true,  true",
    })
    @DisplayName("when it asks members or non-members, then the others go on without a page and without a grant")
    void audience(String users, String of, boolean alice, boolean bob) throws Exception {
        group("customers", "alice");
        server.admin().post("/realms/" + realm.name() + "/roles", Map.of("name", "customer"));
        realm.grantRole("alice", "customer");
        AskPolicies.say(realm, Map.of("mode", "always", "users", users, "users-of", of));
        for (Map.Entry<String, Boolean> user :
                Map.of("alice", alice, "bob", bob).entrySet()) {
            UserAgent agent = new UserAgent();
            Page next = signIn(agent, user.getKey());
            assertThat(next.isConsent()).as("%s: %s", user, next.text()).isEqualTo(user.getValue());
            JsonNode explained = explain(user.getKey(), "openid profile email");
            assertThat(explained.path("asked").asText()).isEqualTo(user.getValue() ? "each_request" : "never");
            if (!user.getValue()) {
                assertThat(Browser.redeems(app, next)).isTrue();
                assertThat(Browser.redeems(app, next)).isFalse();
                assertThat(realm.event("LOGIN")
                                .path("details")
                                .path("consent_grant_rule")
                                .asText())
                        .isEqualTo("user_not_asked");
                assertThat(realm.event("CODE_TO_TOKEN")
                                .path("details")
                                .path("consent_grant_rule")
                                .asText())
                        .isEqualTo("user_not_asked");
                assertThat(Browser.redeems(app, agent.open(app.request(Map.of("prompt", "none")))))
                        .isTrue();
                // What needs an approval of its own is asked for all the same.
                assertThat(agent.open(app.request(Map.of("scope", "openid offline_access")))
                                .isConsent())
                        .isTrue();
                assertThat(agent.open(app.request(Map.of("prompt", "consent"))).isConsent())
                        .isTrue();
            }
        }
        assertThat(Grants.of(realm)).isEmpty();
    }

    @Test
    @DisplayName(
            "when a user becomes one of those who are asked, then the next request asks, also one that is under way")
    void becomesMember() {
        AskPolicies.say(realm, Map.of("mode", "always", "users", "members", "users-of", "/customers"));
        group("customers", "alice");
        UserAgent agent = new UserAgent();
        assertThat(Browser.hasCode(signIn(agent, "bob"))).isTrue();
        String id = server.admin()
                .get("/realms/" + realm.name() + "/groups?search=customers")
                .get(0)
                .path("id")
                .asText();
        server.admin().put("/realms/" + realm.name() + "/users/" + realm.userId("bob") + "/groups/" + id, Map.of());
        assertThat(agent.open(app.request(Map.of())).isConsent()).isTrue();
        assertThat(RelyingParty.error(agent.open(app.request(Map.of("prompt", "none")))))
                .isEqualTo("consent_required");
    }

    @Test
    @DisplayName(
            "when a scope demands something of the sign-in, then neither the session's approval nor the group spares the page")
    void signInDemanded() {
        group("customers", "alice");
        realm.updateScope("profile", Map.of("consent-grants.max-auth-age", "3600"));
        AskPolicies.session(realm);
        UserAgent agent = new UserAgent();
        Page consent = signIn(agent, "alice");
        assertThat(consent.text()).doesNotContain("Lasts until you sign out");
        assertThat(Browser.redeems(app, Browser.authorize(agent, consent))).isTrue();
        for (Map<String, String> policy : List.of(
                Map.of("mode", "session"),
                Map.of("mode", "always", "users", "non-members", "users-of", "/customers"))) {
            AskPolicies.say(realm, policy);
            assertThat(agent.open(app.request(Map.of())).isConsent())
                    .as(policy.toString())
                    .isTrue();
            assertThat(RelyingParty.error(agent.open(app.request(Map.of("prompt", "none")))))
                    .as(policy.toString())
                    .isEqualTo("consent_required");
            assertThat(explain("alice", "openid profile email").path("rule").asText())
                    .isEqualTo("sign_in_demanded");
        }
    }

    @Test
    @DisplayName(
            "when all client scopes of a request are never asked for alone, then there is no page; with another one there is")
    void neverAlone() throws Exception {
        scopes("never-alone");
        UserAgent agent = new UserAgent();
        Page end = signIn(agent, "alice");
        assertThat(Browser.redeems(app, end)).as(end.text()).isTrue();
        assertThat(Grants.of(realm)).isEmpty();
        assertThat(explain("alice", "openid").path("rule").asText()).isEqualTo("scopes_never_alone");
        assertThat(agent.open(app.request(Map.of("scope", "openid phone"))).isConsent())
                .isTrue();
        assertThat(explain("alice", "openid phone").path("rule").asText()).isEqualTo("default");
        realm.updateScope("email", Map.of("consent-grants.ask", "sometimes"));
        assertThat(agent.open(app.request(Map.of())).isConsent()).isTrue();
        assertThat(explain("alice", "openid").path("rule").asText()).isEqualTo("scope_always");
    }

    @Test
    @DisplayName(
            "when all client scopes of a request last for the session, then one click does; one that is always asked for does not")
    void scopesForSession() {
        scopes("session");
        UserAgent agent = new UserAgent();
        Page consent = signIn(agent, "alice");
        assertThat(consent.text()).contains("Lasts until you sign out, for 1 hour at most");
        Browser.authorize(agent, consent);
        assertThat(Browser.redeems(app, agent.open(app.request(Map.of())))).isTrue();
        JsonNode explained = explain("alice", "openid");
        assertThat(explained.path("asked").asText()).isEqualTo("once_per_session");
        assertThat(explained.path("maxAge").asLong()).isEqualTo(3600);
        realm.updateScope("email", Map.of("consent-grants.ask", "always"));
        AskPolicies.session(realm);
        assertThat(agent.open(app.request(Map.of())).isConsent()).isTrue();
        assertThat(explain("alice", "openid").path("rule").asText()).isEqualTo("scope_always");
    }

    @ParameterizedTest
    @ValueSource(strings = {"never-alone", "session"})
    @DisplayName("when a client has such an attribute itself, then that means nothing")
    void ownAttribute(String value) {
        realm.updateAttributes("app", Map.of("consent-grants.ask", value));
        UserAgent agent = new UserAgent();
        Page consent = signIn(agent, "alice");
        assertThat(consent.isConsent()).isTrue();
        Browser.authorize(agent, consent);
        assertThat(agent.open(app.request(Map.of())).isConsent()).isTrue();
    }

    @Test
    @DisplayName(
            "when an administrator asks why, then the answer names the rule; a wrong question is answered as Keycloak answers it")
    void explained() {
        JsonNode unset = explain("alice", "openid profile");
        assertThat(unset.path("asked").asText()).isEqualTo("each_request");
        assertThat(unset.path("rule").asText()).isEqualTo("default");
        assertThat(unset.path("clientPolicies").asText()).isEqualTo("unset");
        AskPolicies.say(realm, Map.of("mode", "session", "max-age", "60"));
        assertThat(explain("alice", "openid profile").path("maxAge").asLong()).isEqualTo(60);
        assertThat(explain("alice", "openid offline_access").path("rule").asText())
                .isEqualTo("offline_access");
        String path = "/realms/" + realm.name() + "/consent-grants/policy";
        assertThat(server.admin().send("GET", path, null).statusCode()).isEqualTo(400);
        assertThat(server.admin().send("GET", path + "?client=app", null).statusCode())
                .isEqualTo(400);
        assertThat(server.admin()
                        .send("GET", path + "?client=nobody&user=alice", null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.admin()
                        .send("GET", path + "?client=app&user=nobody", null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.admin()
                        .send("GET", path + "?client=app&user=alice&scope=%00", null)
                        .statusCode())
                .isEqualTo(400);
    }
}
