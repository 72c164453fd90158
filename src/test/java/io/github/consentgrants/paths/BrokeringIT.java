package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Mailbox;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given users who sign in at another identity provider")
final class BrokeringIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    /** The identity provider: a realm without our required action. */
    @AutoClose
    private static final TestRealm PROVIDER =
            TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.WITHOUT_ACTION);

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @BeforeAll
    static void connect() {
        String provider = PROVIDER.server().baseUrl() + "/realms/" + PROVIDER.name();
        String broker = REALM.server().baseUrl() + "/realms/" + REALM.name() + "/broker/other/endpoint*";
        PROVIDER.updateClient("plain", Map.of("redirectUris", List.of(broker)));
        for (String user : List.of("carol", "dave")) {
            PROVIDER.addUser(user);
        }
        Map<String, String> config = Map.of(
                "clientId", "plain",
                "clientSecret", "secret",
                "clientAuthMethod", "client_secret_post",
                "issuer", provider,
                "authorizationUrl", provider + "/protocol/openid-connect/auth",
                "tokenUrl", provider + "/protocol/openid-connect/token",
                "jwksUrl", provider + "/protocol/openid-connect/certs",
                "useJwksUrl", "true",
                "validateSignature", "true",
                "defaultScope", "openid profile email");
        REALM.server()
                .admin()
                .post(
                        "/realms/" + REALM.name() + "/identity-provider/instances",
                        Map.of("alias", "other", "providerId", "oidc", "enabled", true, "config", config));
    }

    @Test
    @DisplayName(
            "when it is the first time, and when the account is linked, then the page asks each time, and one code follows")
    void firstAndLinked() throws Exception {
        oneCode(REALM, app, agent, signIn(agent, Map.of(), "carol"));
        UserAgent again = new UserAgent();
        oneCode(REALM, app, again, signIn(again, Map.of(), "carol"));
    }

    @Test
    @DisplayName(
            "when the realm has a flow for after the identity provider, then the page comes after it, and one code follows")
    void postBrokerFlow() throws Exception {
        String flows = "/realms/" + REALM.name() + "/authentication/flows";
        REALM.server()
                .admin()
                .post(flows, Map.of("alias", "after", "providerId", "basic-flow", "topLevel", true, "builtIn", false));
        REALM.server()
                .admin()
                .post(flows + "/after/executions/execution", Map.of("provider", "allow-access-authenticator"));
        ObjectNode execution = (ObjectNode)
                REALM.server().admin().get(flows + "/after/executions").get(0);
        REALM.server().admin().put(flows + "/after/executions", execution.put("requirement", "REQUIRED"));
        setPostFlow("after");
        try {
            oneCode(REALM, app, agent, signIn(agent, Map.of(), "dave"));
        } finally {
            setPostFlow("");
        }
    }

    @Test
    @DisplayName("when the client asks silently, then it is refused before the identity provider is asked")
    void silent() throws Exception {
        URI request = app.request(Map.of("prompt", "none", "kc_idp_hint", "other"));
        Page end = nothingIssued(REALM, () -> agent.send("GET", request, null));
        assertThat(RelyingParty.error(end)).isEqualTo("login_required");
    }

    @Test
    @DisplayName(
            "when a link in a mail confirms that the account is the user's, then the page asks where the sign-in began")
    void confirmedByMail() throws Exception {
        PROVIDER.addUser("erin");
        REALM.addUser("erin");
        try (Mailbox mailbox = new Mailbox(REALM)) {
            Page confirm = signIn(agent, Map.of(), "erin");
            Page mailed = agent.submit(confirm, "kc-register-form", null, Map.of("submitAction", "linkAccount"));
            UserAgent other = new UserAgent();
            Walk.noCode(REALM, other, other.open(mailbox.link()));
            oneCode(
                    REALM,
                    app,
                    agent,
                    agent.open(URI.create(
                            mailed.document().selectFirst("#instruction3 a").absUrl("href"))));
        }
    }

    @Test
    @DisplayName(
            "when it is a pushed request that two browsers opened, then one code, also when it does not live any more")
    void pushed() throws Exception {
        PROVIDER.addUser("frank");
        PROVIDER.addUser("grace");
        String requestUri = app.push(Map.of());
        UserAgent other = new UserAgent();
        Page first = signIn(agent, app.pushed(requestUri), "frank");
        Page second = signIn(other, app.pushed(requestUri), "grace");
        REALM.probe().call("expire-pushed", Map.of("request_uri", requestUri));
        oneCode(REALM, app, agent, first);
        assertThat(second.isConsent()).isTrue();
        Page end = Browser.authorize(other, second);
        assertThat(end.status()).isEqualTo(403);
        assertThat(REALM.event("GRANT_CONSENT_ERROR").path("error").asText()).isEqualTo("request_uri_spent");
    }

    private static void setPostFlow(String alias) {
        String path = "/realms/" + REALM.name() + "/identity-provider/instances/other";
        ObjectNode provider = (ObjectNode) REALM.server().admin().get(path);
        REALM.server().admin().put(path, provider.put("postBrokerLoginFlowAlias", alias));
    }

    private Page signIn(UserAgent browser, Map<String, String> parameters, String user) {
        Map<String, String> hinted = new HashMap<>(parameters);
        hinted.put("kc_idp_hint", "other");
        return signIn(browser, app.request(hinted), user);
    }

    private static Page signIn(UserAgent browser, URI request, String user) {
        Page login = browser.open(request);
        Element link = login.document().selectFirst("a[href*='/broker/other/login']");
        return Browser.password(browser, link == null ? login : browser.open(URI.create(link.absUrl("href"))), user);
    }
}
