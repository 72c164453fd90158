package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a client scope that demands something of the sign-in")
final class RequiredSignInIT {
    private static final Map<String, String> PLAIN = Map.of("scope", "openid");
    private static final Map<String, String> ASKED = Map.of("scope", "openid phone");

    private final UserAgent agent = new UserAgent();
    private TestRealm realm;
    private RelyingParty app;

    @BeforeEach
    void createRealm() {
        use(TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.STEP_UP));
    }

    private void use(TestRealm created) {
        if (realm != null) {
            realm.close();
        }
        realm = created;
        app = realm.app();
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private void demand(String acr, String age) {
        Map<String, String> attributes = new HashMap<>();
        if (acr != null) {
            attributes.put("consent-grants.min-acr", acr);
        }
        if (age != null) {
            attributes.put("consent-grants.max-auth-age", age);
        }
        realm.updateScope("phone", attributes);
    }

    private Page signIn(Map<String, String> parameters) {
        return Browser.signIn(agent, app.request(parameters), "alice");
    }

    private Page password(Page page) {
        assertThat(page.document().getElementById("kc-form-login"))
                .as(Outcome.describe(page))
                .isNotNull();
        return agent.submit(page, "kc-form-login", null, Map.of("password", "alice"));
    }

    private String acr(Page consent) throws Exception {
        assertThat(consent.isConsent()).as(Outcome.describe(consent)).isTrue();
        return app.tokens(Browser.authorize(agent, consent))
                .getIDToken()
                .getJWTClaimsSet()
                .getStringClaim("acr");
    }

    private JsonNode authentication() {
        String path = "/realms/" + realm.name() + "/consent-grants";
        String id = realm.server()
                .admin()
                .get(path)
                .path("grants")
                .get(0)
                .path("id")
                .asText();
        return realm.server()
                .admin()
                .get(path + "/" + id)
                .path("record")
                .path("personal")
                .path("authentication");
    }

    @Test
    @DisplayName("when the user signs in, then the step comes at once, the page after it, and the record says so")
    void freshSignIn() throws Exception {
        demand("2", null);
        assertThat(acr(password(signIn(ASKED)))).isEqualTo("2");
        assertThat(authentication().path("requiredLevel").asInt()).isEqualTo(2);
        assertThat(authentication().path("acr").asText()).isEqualTo("2");
        assertThat(authentication().has("maxAge")).isFalse();
    }

    @Test
    @DisplayName("when the user is signed in at a lower level, then the step comes first, and the page after it")
    void stepUp() throws Exception {
        demand("2", null);
        assertThat(acr(signIn(PLAIN))).isEqualTo("1");
        assertThat(authentication().has("requiredLevel")).isFalse();
        assertThat(acr(password(agent.open(app.request(ASKED))))).isEqualTo("2");
        // Once is enough in this session.
        assertThat(acr(agent.open(app.request(ASKED)))).isEqualTo("2");
    }

    @Test
    @DisplayName("when the client asks for a lower level, then the scope's level holds")
    void lowerThanTheScope() throws Exception {
        demand("2", null);
        Map<String, String> asked = new HashMap<>(ASKED);
        asked.put("acr_values", "1");
        assertThat(acr(password(signIn(asked)))).isEqualTo("2");
    }

    @Test
    @DisplayName("when an acr is mapped to a level, then its name does as well")
    void mapped() throws Exception {
        realm.updateAttributes("app", Map.of("acr.loa.map", "{\"silver\":1,\"gold\":2}"));
        demand("gold", null);
        assertThat(acr(password(signIn(ASKED)))).isEqualTo("gold");
    }

    @Test
    @DisplayName("when it is demanded between page and click, then the step and another page come before the code")
    void demandedMeanwhile() throws Exception {
        Page page = signIn(ASKED);
        demand("2", null);
        Page next = Browser.authorize(agent, page);
        assertThat(Browser.hasCode(next)).isFalse();
        // The tab begins anew: nobody is signed in yet.
        assertThat(acr(password(Browser.password(agent, next, "alice")))).isEqualTo("2");
    }

    @Test
    @DisplayName("when it is another scope that demands it, then no step")
    void otherScope() throws Exception {
        demand("2", "60");
        assertThat(acr(signIn(PLAIN))).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "gold", "-1", "2x"})
    @DisplayName(
            "when no step of the flow reaches it, or nobody can read it, then the client is told, and nobody is asked")
    void unreachable(String acr) {
        demand(acr, null);
        Page answer = agent.open(app.request(ASKED));
        assertThat(RelyingParty.error(answer)).isEqualTo("unmet_authentication_requirements");
        assertThat(realm.event("LOGIN_ERROR").path("error").asText()).isEqualTo("unmet_authentication_requirements");
        assertThat(signIn(PLAIN).isConsent()).isTrue();
    }

    @Test
    @DisplayName("when the flow knows no levels, then the password is level 1, and nothing is above it")
    void withoutLevels() throws Exception {
        use(TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL)));
        demand("2", null);
        assertThat(RelyingParty.error(agent.open(app.request(ASKED)))).isEqualTo("unmet_authentication_requirements");
        demand("1", null);
        assertThat(acr(signIn(ASKED))).isEqualTo("1");
        // Single sign-on is level 0 there.
        assertThat(acr(password(agent.open(app.request(ASKED))))).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({"none", "none login"})
    @DisplayName("when the user may not be asked anything, then the client is told so")
    void passive(String prompt) {
        demand("2", null);
        Browser.authorize(agent, signIn(PLAIN));
        Map<String, String> asked = new HashMap<>(ASKED);
        asked.put("prompt", prompt);
        Page answer = agent.open(app.request(asked));
        assertThat(RelyingParty.error(answer)).isIn("consent_required", "login_required", "invalid_request");
    }

    /** One minute is the shortest age. */
    @Test
    @DisplayName("when the sign-in is too old at the request, at the page or at the click, then it comes anew first")
    void tooOld() throws Exception {
        demand(null, "1");
        UserAgent other = new UserAgent();
        RelyingParty otherApp = realm.app();
        Page unanswered = Browser.signIn(other, otherApp.request(ASKED), "alice");
        UserAgent third = new UserAgent();
        Page unread = Browser.signIn(third, realm.app().request(ASKED), "alice");
        UserAgent fourth = new UserAgent();
        Page unwanted = Browser.signIn(fourth, realm.app().request(ASKED), "alice");
        assertThat(acr(signIn(ASKED))).isEqualTo("1");
        assertThat(authentication().path("maxAge").asInt()).isEqualTo(60);
        assertThat(acr(agent.open(app.request(ASKED)))).isNotNull();

        Thread.sleep(62_000);

        Page again = agent.open(app.request(ASKED));
        assertThat(acr(password(again))).isEqualTo("1");

        Page clicked = Browser.authorize(other, unanswered);
        assertThat(Browser.hasCode(clicked)).isFalse();
        Page page = Browser.password(other, clicked, "alice");
        assertThat(page.isConsent()).as(Outcome.describe(page)).isTrue();
        assertThat(Browser.redeems(otherApp, Browser.authorize(other, page))).isTrue();

        assertThat(RelyingParty.error(Browser.deny(fourth, unwanted))).isEqualTo("access_denied");

        Page reloaded = third.open(unread.address());
        assertThat(reloaded.isConsent()).isFalse();
        assertThat(Browser.password(third, reloaded, "alice").isConsent()).isTrue();
    }
}
