package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given a request")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageContentIT {
    private static final Map<String, String> SETTINGS = Map.of("applies-to", "consent-required", "time-to-live", "120");

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;
    private UserAgent agent;

    @BeforeAll
    void createRealm() {
        realm = TestRealm.create(server);
    }

    @BeforeEach
    void freshBrowser() {
        agent = new UserAgent();
    }

    @AfterAll
    void deleteRealm() {
        realm.close();
    }

    @Test
    @DisplayName(
            "when the page is shown, then it says who asks, whose account it is, where the user returns, what and how long")
    void everything() {
        Page page = show(Map.of());

        assertThat(text(page, "#kc-page-title")).isEqualTo("\u2068Test App\u2069 asks for your approval");
        assertThat(page.document().title()).isEqualTo("\u2068Test App\u2069 asks for your approval");
        assertThat(text(page, "#kc-consent-client dd")).isEqualTo("Test App (app)");
        assertThat(text(page, "#kc-consent-account dd")).isEqualTo("alice (Alice Example)");
        assertThat(text(page, "#kc-consent-redirect dd")).isEqualTo("localhost:1 (a program on this device)");
        assertThat(page.document().select(".cg-scope").eachText())
                .containsExactly("Email address", "User profile", "User roles");
        assertThat(page.document()
                        .select("#kc-consent-scopes li:contains(Email address) .cg-claims li")
                        .eachText())
                .containsExactly("Email", "Email verified");
        assertThat(page.text()).doesNotContain("alice@example.com");
        assertThat(text(page, "#kc-consent-validity dd")).contains("Works once", "within 2 minutes");
        assertThat(text(page, "#kc-consent-access dd")).isEqualTo("When you sign out, after 10 hours at the latest");
        assertThat(text(page, "#kc-consent-expiry")).contains("5 minutes");
        assertThat(page.document().select("#kc-consent-self-registered, #kc-consent-offline, #kc-consent-notice, img"))
                .isEmpty();
    }

    @Test
    @DisplayName("when the realm allows it, then the user's own values are shown beside what is released")
    void values() {
        realm.configureGate(true, with("claim-values", "true"));
        try {
            Page page = show(Map.of());

            assertThat(page.document()
                            .select("#kc-consent-scopes li:contains(Email address) .cg-claims li")
                            .eachText())
                    .containsExactly("Email: alice@example.com", "Email verified");
            assertThat(text(page, "#kc-consent-scopes")).contains("Full name: Alice Example");
        } finally {
            realm.configureGate(true, SETTINGS);
        }
    }

    @Test
    @DisplayName("when access goes on without the user, then the page says so and when it ends")
    void offline() {
        Page page = show(Map.of("scope", "openid offline_access"));

        assertThat(text(page, "#kc-consent-offline")).contains("even when you are not here");
        assertThat(text(page, "#kc-consent-access dd")).isEqualTo("When you take it back in your account");
    }

    @Test
    @DisplayName("when it names a resource server and single claims, then the page shows both, as text")
    void resourceAndClaims() {
        Page page = show(
                Map.of(
                        "resource",
                        "https://api.example/accounts",
                        "claims",
                        "{\"userinfo\":{\"birthdate\":null,\"<b>x</b>\":null},\"id_token\":{\"auth_time\":{\"essential\":true}}}"));

        assertThat(text(page, "#kc-consent-resources dd")).isEqualTo("https://api.example/accounts");
        assertThat(text(page, "#kc-consent-claims dd")).isEqualTo("Birthdate, <b>x</b>");
    }

    @Test
    @DisplayName("when the client can have registered itself, then the page warns and shows no logo")
    void selfRegistered() {
        client("logoUri", "https://shop.example/logo.png");
        assertThat(show(Map.of()).document().select("#kc-consent-logo").attr("src"))
                .isEqualTo("https://shop.example/logo.png");

        server.admin().post(clientPath() + "/registration-access-token", Map.of());
        Page page = show(Map.of());

        assertThat(text(page, "#kc-consent-self-registered")).contains("registered itself");
        assertThat(page.document().select("#kc-consent-logo")).isEmpty();
    }

    @Test
    @DisplayName("when names are hostile, then they are text, and cannot reorder or hide what is around them")
    void hostile() {
        realm.updateClient(
                "plain",
                Map.of("name", "<img src=x onerror=alert(1)>\u202Egro.knab ${doLogIn} {0}'", "consentRequired", true));
        Page page = Browser.signIn(agent, realm.plain().request(Map.of()), "alice");

        assertThat(page.isConsent()).isTrue();
        assertThat(page.document().select("main img, main script:not([type])")).isEmpty();
        assertThat(page.response().body()).doesNotContain("\u202E", "<img src=x");
        assertThat(text(page, "#kc-consent-client dd"))
                .startsWith("<img src=x onerror=alert(1)>\uFFFDgro.knab $\u2060{doLogIn} {0}'");
        assertThat(text(page, "#kc-page-title")).contains("{doLogIn} {0}'\u2069 asks");
    }

    /** What an administrator, or whoever took over that account, can change under the user's hands. */
    enum Change {
        CLIENT("The application"),
        MAPPER("What the application gets"),
        SCOPE("What the application gets"),
        TEXT("The texts of this page"),
        LIFETIME("How long"),
        ACCOUNT("Your account");

        private final String told;

        Change(String told) {
            this.told = told;
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    @DisplayName(
            "when something changes before the click, then nothing is minted and the next page says what has changed")
    void changedBeforeTheClick(Change change) throws Exception {
        try (TestRealm own = TestRealm.create(server)) {
            Page consent = Browser.signIn(agent, own.app().request(Map.of()), "alice");
            make(own, change);
            Page again = Browser.authorize(agent, consent);

            assertThat(again.isConsent()).isTrue();
            assertThat(again.document().select("#kc-consent-changed li").eachText())
                    .containsExactly(change.told);
            assertThat(Grants.of(own)).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "when something changes between click and code, then the grant is not spent and the next page says what")
    void changedAfterTheClick() throws Exception {
        try (TestRealm own = TestRealm.create(server)) {
            Page consent = Browser.signIn(agent, own.app().request(Map.of()), "alice");
            Page redirect = Tab.of(own, agent, consent).approve();
            make(own, Change.MAPPER);
            Page again = agent.follow(redirect);

            assertThat(again.document().select("#kc-consent-changed li").eachText())
                    .containsExactly(Change.MAPPER.told);
            assertThat(Grants.of(own))
                    .singleElement()
                    .satisfies(row -> assertThat(row.consumed()).isFalse());
        }
    }

    private void make(TestRealm own, Change change) {
        String path = "/realms/" + own.name();
        Admin admin = server.admin();
        switch (change) {
            case CLIENT -> own.updateClient("app", Map.of("name", "Another App"));
            case LIFETIME -> own.configureGate(true, Map.of("applies-to", "consent-required", "time-to-live", "60"));
            case ACCOUNT -> {
                String user = path + "/users/" + own.userId("alice");
                admin.put(user, ((ObjectNode) admin.get(user)).put("firstName", "Alicia"));
            }
            case TEXT -> admin.post(path + "/localization/en", Map.of("consentGrantDeny", "No"));
            case SCOPE -> {
                ObjectNode scope = (ObjectNode) scope(own, "email");
                ((ObjectNode) scope.path("attributes")).put("consent.screen.text", "Everything about your email");
                admin.put(path + "/client-scopes/" + scope.path("id").asText(), scope);
            }
            case MAPPER -> {
                JsonNode scope = scope(own, "email");
                ObjectNode mapper = (ObjectNode) scope.path("protocolMappers").get(0);
                ((ObjectNode) mapper.path("config")).put("user.attribute", "username");
                admin.put(
                        path + "/client-scopes/" + scope.path("id").asText() + "/protocol-mappers/models/"
                                + mapper.path("id").asText(),
                        mapper);
            }
        }
    }

    private JsonNode scope(TestRealm own, String name) {
        JsonNode scopes = server.admin().get("/realms/" + own.name() + "/client-scopes");
        return StreamSupport.stream(scopes.spliterator(), false)
                .filter(scope -> name.equals(scope.path("name").asText()))
                .findFirst()
                .orElseThrow();
    }

    private Page show(Map<String, String> parameters) {
        Page page = Browser.signIn(new UserAgent(), realm.app().request(parameters), "alice");
        assertThat(page.isConsent()).as(page.text()).isTrue();
        return page;
    }

    private void client(String attribute, String value) {
        ObjectNode client = (ObjectNode) server.admin().get(clientPath());
        ((ObjectNode) client.path("attributes")).put(attribute, value);
        server.admin().put(clientPath(), client);
    }

    private String clientPath() {
        JsonNode clients = server.admin().get("/realms/" + realm.name() + "/clients?clientId=app");
        return "/realms/" + realm.name() + "/clients/"
                + clients.get(0).path("id").asText();
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> settings = new java.util.HashMap<>(SETTINGS);
        settings.put(name, value);
        return settings;
    }

    private static String text(Page page, String selector) {
        List<String> texts = page.document().select(selector).eachText();
        assertThat(texts).as(selector).hasSize(1);
        return texts.get(0);
    }
}
