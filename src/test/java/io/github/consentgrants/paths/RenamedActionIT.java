package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.RequiredAction;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given a required action with an alias of its own, or two of them")
final class RenamedActionIT {
    private static final KeycloakServer SERVER = KeycloakServer.shared(Database.POSTGRESQL);
    private static final String ID = RequiredAction.ID;
    private static final String ALIAS = "approval";

    private final UserAgent agent = new UserAgent();

    /** With the authenticator, or with the trigger alone. */
    enum SetUp {
        AUTHENTICATOR,
        ACTION_ALONE;

        TestRealm create() {
            return this == AUTHENTICATOR
                    ? TestRealm.create(SERVER)
                    : TestRealm.create(SERVER, Option.WITHOUT_AUTHENTICATOR);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    @DisplayName("when its alias is another, then there is one page and one code, at each sign-in and after a reload")
    void renamed(SetUp setUp) throws Exception {
        try (TestRealm realm = setUp.create()) {
            realm.action().change(ID, Map.of("alias", ALIAS));
            RelyingParty app = realm.app();
            oneSignIn(realm, app, Map.of());
            Page again = agent.open(app.request(Map.of()));
            oneCode(realm, app, agent, reload(again));
            Page denied = Browser.deny(agent, agent.open(realm.app().request(Map.of())));
            assertThat(denied.location().getQuery()).contains("error=access_denied");
        }
    }

    /** Keycloak notes the alias when it leads to a page, and the id when it shows it: to it the address is then of another step. */
    private Page reload(Page page) {
        Page reloaded = agent.open(page.address());
        return Browser.isExpired(reloaded) ? Browser.goOn(agent, reloaded) : reloaded;
    }

    private void oneSignIn(TestRealm realm, RelyingParty client, Map<String, String> parameters) throws Exception {
        oneCode(realm, client, agent, Browser.signIn(agent, client.request(parameters), "alice"));
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    @DisplayName(
            "when a client asks for it by that alias, then a gated one has one page, and one that is not gated has none")
    void askedFor(SetUp setUp) throws Exception {
        try (TestRealm realm = setUp.create()) {
            realm.action().change(ID, Map.of("alias", ALIAS));
            Map<String, String> asking = Map.of("kc_action", ALIAS);
            UserAgent other = new UserAgent();
            assertThat(Browser.hasCode(Browser.signIn(other, realm.plain().request(asking), "bob")))
                    .isTrue();
            oneSignIn(realm, realm.app(), asking);
        }
    }

    @Test
    @DisplayName("when a disabled model stands beside the enabled one, before or after it, then the enabled one gates")
    void disabledBeside() throws Exception {
        for (int priority : new int[] {1, 2000}) {
            try (TestRealm realm =
                    TestRealm.create(SERVER, representation -> add(representation, "old", priority, false))) {
                oneSignIn(realm, realm.app(), Map.of());
            }
        }
    }

    @Test
    @DisplayName("when the disabled one has the id as alias, and the enabled one another, then the enabled one gates")
    void disabledUnderTheId() throws Exception {
        try (TestRealm realm = TestRealm.create(SERVER, representation -> add(representation, ALIAS, 1, true))) {
            realm.action().change(ID, Map.of("enabled", false));
            oneSignIn(realm, realm.app(), Map.of());
        }
    }

    @Test
    @DisplayName("when two are enabled, then the stricter setting of each holds")
    void twoEnabled() throws Exception {
        try (TestRealm realm = TestRealm.create(SERVER, representation -> add(representation, "second", 2000, true))) {
            realm.action()
                    .change("second", Map.of("config", Map.of("applies-to", "all", "allowed-grants", "password")));
            realm.updateClient("plain", Map.of("directAccessGrantsEnabled", true));
            oneSignIn(realm, realm.plain(), Map.of());
            assertThat(realm.client("plain")
                            .token("password", Map.of("username", "alice", "password", "alice"))
                            .error())
                    .isEqualTo("unauthorized_client");
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    @DisplayName("when no alias leads to it, then the request is refused, and event and log say why")
    void withoutAlias(SetUp setUp) throws Exception {
        try (TestRealm realm = setUp.create()) {
            Map<String, Object> nameless = new HashMap<>();
            nameless.put("alias", null);
            nameless.put("config", Map.of("applies-to", "consent-required"));
            realm.action().put(ID, nameless);
            Page end =
                    nothingIssued(realm, () -> Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
            assertThat(end.status()).isEqualTo(503);
            assertThat(realm.event("GRANT_CONSENT_ERROR").path("error").asText())
                    .isEqualTo("action_missing");
            assertThat(SERVER.log().lines())
                    .filteredOn(line -> line.contains(realm.name()))
                    .anyMatch(line -> line.contains("no enabled required action 'consent-grant' has an alias"));
            assertThat(Browser.hasCode(
                            Browser.signIn(new UserAgent(), realm.plain().request(Map.of()), "bob")))
                    .isTrue();
        }
    }

    @Test
    @DisplayName("when another action has the id as its alias, then ours is asked by its own")
    void aliasOfAnother() throws Exception {
        try (TestRealm realm = TestRealm.create(SERVER, representation -> add(representation, ALIAS, 1, true))) {
            realm.action().delete(ID);
            realm.action().change("UPDATE_PASSWORD", Map.of("alias", ID));
            oneSignIn(realm, realm.app(), Map.of());
        }
    }

    private static void add(ObjectNode realm, String alias, int priority, boolean enabled) {
        ArrayNode actions = (ArrayNode) realm.path("requiredActions");
        ObjectNode second = actions.get(1).deepCopy();
        actions.insert(0, second.put("alias", alias).put("priority", priority).put("enabled", enabled));
    }
}
