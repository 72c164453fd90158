package io.github.consentgrants.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Approvals.Approved;
import io.github.consentgrants.testing.AskPolicies;
import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Device;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.ServiceProvider;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code mvn verify -Dit.test=EventExamplesIT -Devents.write} writes the page. */
@DisplayName("Given the page with an example of each event")
final class EventExamplesIT {
    private static final Path PAGE = Path.of("docs", "events.md");
    private static final Map<String, String> ONLINE = Map.of("scope", "openid email");
    /** Members and details whose values are the same at each run. The others stand for themselves. */
    private static final Set<String> STABLE = Set.of(
            "type",
            "clientId",
            "error",
            "consent",
            "consent_grant_differing",
            "consent_grant_reason",
            "consent_grant_revoked_why",
            "consent_grant_rule",
            "auth_method",
            "client_auth_method",
            "grant_type",
            "reason",
            "refresh_token_type",
            "response_mode",
            "response_type",
            "revoked_client",
            "token_type",
            "token_issued_for",
            "username");

    private static final List<String> TYPES = List.of(
            "GRANT_CONSENT",
            "GRANT_CONSENT_ERROR",
            "LOGIN",
            "LOGIN_ERROR",
            "CODE_TO_TOKEN",
            "CODE_TO_TOKEN_ERROR",
            "REFRESH_TOKEN",
            "REFRESH_TOKEN_ERROR",
            "INTROSPECT_TOKEN_ERROR",
            "USER_INFO_REQUEST_ERROR",
            "TOKEN_EXCHANGE",
            "TOKEN_EXCHANGE_ERROR",
            "PERMISSION_TOKEN",
            "PERMISSION_TOKEN_ERROR",
            "OAUTH2_DEVICE_AUTH_ERROR",
            "OAUTH2_DEVICE_CODE_TO_TOKEN",
            "OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR",
            "CLIENT_UPDATE_ERROR",
            "CLIENT_DELETE_ERROR",
            "REVOKE_GRANT",
            "LOGOUT");

    private static final String INTRODUCTION = """
            # Events by example

            What a SIEM gets: Keycloak's events, as its event listeners and `GET /admin/realms/{realm}/events` give them. The table of
            [configuration](configuration.md#events) says when each happens, and what a reason means. `<...>` stands for a value of its
            own. `EventExamplesIT` makes each of these events and compares it with this page.
            """;

    private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String UMA_TICKET = "urn:ietf:params:oauth:grant-type:uma-ticket";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    /** One more than may wait to be redeemed. */
    private static final int TOO_MANY_CODES = 17;

    /** Docker and scopes with parameters are features that are off by default. */
    private final KeycloakServer server = KeycloakServer.sharedWithFeatures();

    @AutoClose
    private final TestRealm realm = TestRealm.create(server);

    private final Approvals approvals = new Approvals(realm);
    private final Map<String, JsonNode> examples = new LinkedHashMap<>();

    @Test
    @DisplayName("when each event happens, then it is as the page shows it, and the table of events has no other row")
    void examples() throws IOException {
        realm.configure(Map.of("on-replay", "end-session"));
        realm.update(Map.of("enabledEventTypes", TYPES));
        decisions();
        changedAfterTheClick();
        refusedRequests();
        otherProtocols();
        registration();
        takenBack();
        exchanged();
        replay();
        accessRevoked();
        devices();
        notAsked();
        if (System.getProperty("events.write") != null) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page());
        assertThat(EventTable.read().faults(examples)).isEmpty();
    }

    private void decisions() {
        Approved approved = approvals.approve(ONLINE);
        keep("The user authorized", "GRANT_CONSENT");
        keep("The code was issued", "LOGIN");
        Answer tokens = approvals.redeem(approved);
        keep("The code was exchanged for tokens", "CODE_TO_TOKEN");
        approvals.refresh(tokens);
        keep("A refresh token was used", "REFRESH_TOKEN");
        approvals.deny(ONLINE);
        keep("The user denied", "GRANT_CONSENT_ERROR");
        keep("The sign-in ended with the denial", "LOGIN_ERROR");
        tooManyCodes();
        keep("The click was refused", "GRANT_CONSENT_ERROR");
        keep("The sign-in ended with the refusal", "LOGIN_ERROR");
        Answer own = approvals.redeem(approvals.approve(ONLINE));
        realm.client("app").post("revoke", Map.of("token", own.text("access_token")));
        keep("A client revoked a token itself", "REVOKE_GRANT");
    }

    /** Where the realm says that users need not be asked each time. */
    private void notAsked() {
        try (TestRealm other = TestRealm.create(server)) {
            AskPolicies.session(other);
            RelyingParty app = other.app();
            UserAgent agent = new UserAgent();
            Browser.authorize(agent, Browser.signIn(agent, app.request(ONLINE), "alice"));
            agent.open(app.request(ONLINE));
            keep("An approval of the session covered the request", other, "LOGIN");
            AskPolicies.say(
                    other, Map.of("mode", "always", "users", "members", "users-of", "default-roles-" + other.name()));
            Page end = agent.open(app.request(ONLINE));
            keep("Nobody was asked", other, "LOGIN");
            app.redeem(end);
            keep("The code of a request about which nobody was asked", other, "CODE_TO_TOKEN");
        }
    }

    /** The same request again and again, and no code of it is redeemed. */
    private void tooManyCodes() {
        realm.update(Map.of("accessCodeLifespan", 300));
        UserAgent agent = new UserAgent();
        URI same = realm.app().request(ONLINE);
        Browser.authorize(agent, Browser.signIn(agent, same, "alice"));
        for (int i = 1; i < TOO_MANY_CODES; i++) {
            Browser.authorize(agent, agent.open(same));
        }
    }

    /** With Keycloak's default features, and a step between the click and the code. */
    private void changedAfterTheClick() {
        try (TestRealm other =
                TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.PASSWORD_AFTER_CONSENT)) {
            UserAgent agent = new UserAgent();
            Page step =
                    Browser.authorize(agent, Browser.signIn(agent, other.app().request(ONLINE), "alice"));
            other.updateScope("email", Map.of("consent.screen.text", "Another text"));
            Browser.password(agent, step, "alice");
            keep("The user was asked again", other, "GRANT_CONSENT_ERROR");
            agent.open(other.app()
                    .request(Map.of(
                            "authorization_details", "[{\"type\":\"payment_initiation\",\"instructedAmount\":7}]")));
            keep("Authorization details that cannot be shown", other, "LOGIN_ERROR");
        }
    }

    private void refusedRequests() {
        realm.client("app").token("password", Map.of("username", "alice", "password", "alice"));
        keep("A grant type without a click was refused", "LOGIN_ERROR");
        realm.updateAttributes("app", Map.of("oauth2.device.authorization.grant.enabled", "true"));
        realm.client("app").post("auth/device", Map.of("scope", "openid"));
        keep("A device asked for a code", "OAUTH2_DEVICE_AUTH_ERROR");
        approvals.open(Map.of("prompt", "none"));
        keep("A silent request, the user is signed in", "LOGIN_ERROR");
        request(Map.of("prompt", "none"));
        keep("A silent request, the user is not signed in", "LOGIN_ERROR");
        realm.addParameterizedScope("app", "account", "Read the account {0}");
        request(Map.of("scope", "openid account:" + "1".repeat(256)));
        keep("A parameter of a scope that cannot be stored", "LOGIN_ERROR");
        try (TestRealm elsewhere = TestRealm.create(server)) {
            String requestUri = elsewhere.app().push(Map.of());
            new UserAgent().open(realm.app().pushed(requestUri));
        }
        keep("A request that was pushed in another realm", "LOGIN_ERROR");
    }

    private void request(Map<String, String> parameters) {
        new UserAgent().open(realm.app().request(parameters));
    }

    private void otherProtocols() {
        ServiceProvider.in(realm, "service", true)
                .request()
                .with("IsPassive", "true")
                .redirect(new UserAgent());
        keep("A passive SAML request", "LOGIN_ERROR");
        UserAgent docker = new UserAgent();
        docker.sendAlso("Authorization", "Basic " + Base64.getEncoder().encodeToString("alice:alice".getBytes(UTF_8)));
        docker.open(server.baseUrl()
                .resolve("/realms/" + realm.name()
                        + "/protocol/docker-v2/auth?account=alice&scope=repository:demo:pull&service=app"));
        keep("Docker asked for a token", "LOGIN_ERROR");
    }

    private void registration() {
        String initial = Bearer.administrator(server)
                .ask(
                        "POST",
                        "/admin/realms/" + realm.name() + "/clients-initial-access",
                        Map.of("count", 1, "expiration", 60))
                .path("token")
                .asText();
        String clients = "/realms/" + realm.name() + "/clients-registrations/default";
        Map<String, Object> client = Map.of(
                "clientId",
                "self-registered",
                "consentRequired",
                true,
                "publicClient",
                true,
                "redirectUris",
                List.of(RelyingParty.REDIRECT_URI));
        ObjectNode registered = (ObjectNode) Bearer.with(realm, initial).ask("POST", clients, client);
        Bearer own =
                Bearer.with(realm, registered.path("registrationAccessToken").asText());
        own.send("PUT", clients + "/self-registered", registered.deepCopy().put("consentRequired", false));
        keep("A client tried to free itself from the gate", "CLIENT_UPDATE_ERROR");
        own.send("DELETE", clients + "/self-registered", null);
        keep("A client tried to delete itself", "CLIENT_DELETE_ERROR");
    }

    private void takenBack() {
        Approved approved = approvals.approve(ONLINE);
        Answer tokens = approvals.redeem(approved);
        Approved waiting = approvals.approve(ONLINE);
        approvals.approve(ONLINE);
        approvals.revoke(approved.id());
        approvals.revoke(waiting.id());
        keep("An approval was taken back", "REVOKE_GRANT");
        approvals.redeem(waiting);
        keep("The code of an approval that was taken back", "CODE_TO_TOKEN_ERROR");
        approvals.refresh(tokens);
        keep("A refresh token of an approval that was taken back", "REFRESH_TOKEN_ERROR");
        approvals.introspect(tokens.text("access_token"), "access_token");
        keep("An access token of an approval that was taken back, at introspection", "INTROSPECT_TOKEN_ERROR");
        approvals.userinfo(tokens);
        keep("An access token of an approval that was taken back, at userinfo", "USER_INFO_REQUEST_ERROR");
    }

    private void exchanged() {
        realm.configure(Map.of("allowed-grants", TOKEN_EXCHANGE + "##" + UMA_TICKET));
        realm.updateAttributes("app", Map.of("standard.token.exchange.enabled", "true"));
        realm.updateClient("plain", Map.of("serviceAccountsEnabled", true, "authorizationServicesEnabled", true));
        String resourceServer =
                "/realms/" + realm.name() + "/clients/" + realm.clientUuid("plain") + "/authz/resource-server";
        ObjectNode permissive = (ObjectNode) server.admin().get(resourceServer);
        server.admin().put(resourceServer, permissive.put("policyEnforcementMode", "PERMISSIVE"));
        server.admin().post(resourceServer + "/resource", Map.of("name", "account"));
        Approved approved = approvals.approve(ONLINE);
        String token = approvals.redeem(approved).text("access_token");
        Map<String, String> exchange = Map.of("subject_token", token, "subject_token_type", ACCESS_TOKEN);
        Map<String, String> permission = Map.of("audience", "plain", "permission", "account", "subject_token", token);
        realm.client("app").token(TOKEN_EXCHANGE, exchange);
        keep("A token was exchanged", "TOKEN_EXCHANGE");
        realm.client("app").token(UMA_TICKET, permission);
        keep("Permissions were asked with a token", "PERMISSION_TOKEN");
        approvals.revoke(approved.id());
        realm.client("app").token(TOKEN_EXCHANGE, exchange);
        keep("An exchange of a token of an approval that was taken back", "TOKEN_EXCHANGE_ERROR");
        realm.client("app").token(UMA_TICKET, permission);
        keep("Permissions asked with a token of an approval that was taken back", "PERMISSION_TOKEN_ERROR");
    }

    private void replay() {
        Approved replayed = approvals.approve(ONLINE);
        approvals.redeem(replayed);
        realm.client("app")
                .token(
                        "authorization_code",
                        Map.of(
                                "code",
                                RelyingParty.code(replayed.end()),
                                "redirect_uri",
                                RelyingParty.REDIRECT_URI,
                                "code_verifier",
                                "somebody-elses-verifier-which-is-long-enough-to-be-one"));
        keep("Somebody else presented a redeemed code", "CODE_TO_TOKEN_ERROR");
        keep("The session of the first use ended", "LOGOUT");
    }

    private void accessRevoked() {
        new Approvals(realm).approve(ONLINE);
        server.admin().delete("/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/consents/app");
        keep("Access of a client was revoked, and so all its approvals", "REVOKE_GRANT");
    }

    private void devices() {
        realm.configure(Map.of("device-page", "true"));
        Device.allow(realm, "app");
        approvedDevice().poll();
        keep("A device got its tokens", "OAUTH2_DEVICE_CODE_TO_TOKEN");
        Device device = approvedDevice();
        approvals.revoke(approvals.grants().get(0).path("id").asText());
        device.poll();
        keep("A device came for an approval that was taken back", "OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR");
    }

    private Device approvedDevice() {
        Device device = Device.of(realm.client("app"), Map.of());
        UserAgent agent = new UserAgent();
        Browser.authorize(agent, Browser.signIn(agent, device.address(), "alice"));
        return device;
    }

    private void keep(String title, String type) {
        keep(title, realm, type);
    }

    private void keep(String title, TestRealm of, String type) {
        examples.put(title, stable(of.event(type)));
    }

    private static JsonNode stable(JsonNode event) {
        Map<String, Object> example = new LinkedHashMap<>();
        event.properties().stream()
                .filter(Predicate.not(member -> member.getKey().equals("details")))
                .forEach(member -> example.put(member.getKey(), value(member.getKey(), member.getValue())));
        Map<String, Object> details = new TreeMap<>();
        event.path("details")
                .properties()
                .forEach(detail -> details.put(detail.getKey(), value(detail.getKey(), detail.getValue())));
        ObjectNode node = Admin.JSON.valueToTree(example);
        node.set("details", Admin.JSON.valueToTree(details));
        return node;
    }

    private static Object value(String name, JsonNode value) {
        if (name.equals("time")) {
            return 1_795_878_447_123L;
        }
        if (name.equals("scope")) {
            // Keycloak keeps scopes in a set without an order.
            return Stream.of(value.asText().split(" ")).sorted().collect(Collectors.joining(" "));
        }
        return STABLE.contains(name) ? value.asText() : "<" + name + ">";
    }

    private String page() throws JsonProcessingException {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Map.Entry<String, JsonNode> example : examples.entrySet()) {
            page.append("\n## ")
                    .append(example.getKey())
                    .append("\n```json\n")
                    .append(Admin.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(example.getValue()))
                    .append("\n```\n");
        }
        return page.toString();
    }
}
