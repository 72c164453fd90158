package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** On the server with features, since this one is experimental. */
@DisplayName("Given a scope by which a user lets an administrator act (token exchange delegation)")
final class DelegationIT {
    private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final Map<String, String> REQUEST = Map.of("scope", "openid delegation:bob");

    private final KeycloakServer server = KeycloakServer.sharedWithFeatures();
    private final UserAgent agent = new UserAgent();
    private TestRealm realm;
    private RelyingParty app;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
        realm.addOptionalScope("app", "delegation");
        realm.addClientRole("bob", "realm-management", "impersonation");
        app = realm.app();
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private static List<String> scopes(Page page) {
        return page.document().select("#kc-consent-scopes .cg-scope").eachText();
    }

    @Test
    @DisplayName("when it is asked for, then the page says in words who may act, and the token names that user")
    void shown() throws Exception {
        Page page = Browser.signIn(agent, app.request(REQUEST), "alice");
        assertThat(scopes(page)).anyMatch(text -> text.matches("Bob .*\\(bob\\) may act in your name"));
        String token =
                app.tokens(Browser.authorize(agent, page)).getAccessToken().getValue();
        assertThat(Approvals.claims(token).path("may_act").path("sub").asText()).isEqualTo(realm.userId("bob"));
    }

    @Test
    @DisplayName("when the page is in another language, then it says so in that language")
    void translated() {
        realm.update(Map.of("internationalizationEnabled", true, "supportedLocales", List.of("en", "de")));
        Page german = agent.open(app.request(Map.of("scope", "openid delegation:bob", "ui_locales", "de")));
        assertThat(scopes(Browser.password(agent, german, "alice")))
                .anyMatch(text -> text.endsWith("darf in Ihrem Namen handeln"));
    }

    @Test
    @DisplayName("when an administrator has written a text of the scope, then that text is shown, with the name in it")
    void ownText() {
        realm.updateScope("delegation", Map.of("consent.screen.text", "Let {0} do your work"));
        assertThat(scopes(Browser.signIn(agent, app.request(REQUEST), "alice")))
                .anyMatch(text -> text.matches("Let Bob .*\\(bob\\) do your work"));
    }

    @Test
    @DisplayName("when the name of who may act changes between page and click, then the page comes again")
    void renamed() {
        Page page = Browser.signIn(agent, app.request(REQUEST), "alice");
        realm.updateUser("bob", Map.of("firstName", "Robert", "lastName", "\u202EX"));
        Page again = Browser.authorize(agent, page);
        assertThat(again.isConsent()).isTrue();
        assertThat(scopes(again)).anyMatch(text -> text.startsWith("Robert") && !text.contains("\u202E"));
        assertThat(Browser.redeems(app, Browser.authorize(agent, again))).isTrue();
    }

    @Test
    @DisplayName("when a second one is asked for, then the user is asked again")
    void askedAgain() {
        assertThat(Browser.redeems(app, Browser.authorize(agent, Browser.signIn(agent, app.request(REQUEST), "alice"))))
                .isTrue();
        assertThat(agent.open(app.request(REQUEST)).isConsent()).isTrue();
    }

    /** No provider of this Keycloak reads an actor token: it is an exchange like any other. */
    @Test
    @DisplayName(
            "when the token is presented with an actor's, then it is exchanged only where the realm allows token exchange")
    void exchanged() throws Exception {
        realm.update(Map.of("enabledEventTypes", List.of("TOKEN_EXCHANGE_ERROR")));
        realm.updateAttributes("plain", Map.of("standard.token.exchange.enabled", "true"));
        realm.updateClient("plain", Map.of("directAccessGrantsEnabled", true));
        Page page = Browser.signIn(agent, app.request(REQUEST), "alice");
        String token =
                app.tokens(Browser.authorize(agent, page)).getAccessToken().getValue();
        String actor = realm.client("plain")
                .token("password", Map.of("username", "bob", "password", "bob"))
                .text("access_token");
        Answer answer = realm.client("plain")
                .token(
                        TOKEN_EXCHANGE,
                        Map.of(
                                "subject_token", token,
                                "subject_token_type", ACCESS_TOKEN,
                                "actor_token", actor,
                                "actor_token_type", ACCESS_TOKEN));
        assertThat(answer.hasToken()).isFalse();
        assertThat(answer.error()).isEqualTo("invalid_request");
        JsonNode refused = realm.event("TOKEN_EXCHANGE_ERROR");
        assertThat(refused.path("details").path("consent_grant_reason").asText())
                .isEqualTo("grant_type_not_allowed");
    }
}
