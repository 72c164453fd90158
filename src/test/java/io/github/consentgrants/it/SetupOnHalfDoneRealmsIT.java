package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RequiredAction;
import io.github.consentgrants.testing.SetupCalls;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a realm whose set-up is half done, and the call that completes it")
final class SetupOnHalfDoneRealmsIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    private TestRealm realm(Consumer<ObjectNode> change) {
        return TestRealm.create(server, change, Option.WITHOUT_AUTHENTICATOR);
    }

    private static ObjectNode action(ObjectNode realm) {
        return (ObjectNode) realm.path("requiredActions").get(1);
    }

    private static void assertAsked(TestRealm realm) {
        UserAgent agent = new UserAgent();
        Page page = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
        assertThat(page.isConsent()).as(page.text()).isTrue();
        assertThat(Browser.hasCode(Browser.authorize(agent, page))).isTrue();
        SetupCalls setup = new SetupCalls(realm);
        assertThat(setup.steps(setup.boundFlow())).endsWith("0 REQUIRED consent-grant-authenticator");
    }

    @Test
    @DisplayName("when the action is registered but disabled, then it is enabled, and its settings stay")
    void disabled() {
        try (TestRealm realm = realm(found -> {
            action(found).put("enabled", false);
            ((ObjectNode) action(found).path("config"))
                    .put("time-to-live", "77")
                    .put("claim-values", "true");
        })) {
            SetupCalls setup = new SetupCalls(realm);
            assertThat(SetupCalls.changes(setup.post(Map.of("settings", Map.of("claim-values", false)))))
                    .hasSize(3);
            JsonNode action = setup.ourActions().get(0);
            assertThat(action.path("enabled").asBoolean()).isTrue();
            assertThat(action.path("config").path("time-to-live").asText()).isEqualTo("77");
            assertThat(action.path("config").path("claim-values").asText()).isEqualTo("false");
            assertAsked(realm);
        }
    }

    /** Settings that were lost are the strictest (docs/adr/0062): a set-up without settings does not make them weaker. */
    @Test
    @DisplayName("when the action is there without settings, then none are made up")
    void withoutSettings() {
        try (TestRealm realm = realm(found -> action(found).putObject("config"))) {
            SetupCalls setup = new SetupCalls(realm);
            assertThat(SetupCalls.changes(setup.post(Map.of()))).hasSize(2);
            assertThat(setup.ourActions().get(0).path("config")).isEmpty();
            UserAgent agent = new UserAgent();
            assertThat(Browser.signIn(agent, realm.plain().request(Map.of()), "alice")
                            .isConsent())
                    .isTrue();
        }
    }

    @Test
    @DisplayName("when the action has another alias, then it keeps it, and no second one is registered")
    void renamed() {
        try (TestRealm realm =
                realm(found -> action(found).put("alias", "renamed").put("enabled", false))) {
            SetupCalls setup = new SetupCalls(realm);
            setup.post(Map.of());
            assertThat(setup.ourActions()).singleElement().satisfies(action -> {
                assertThat(action.path("alias").asText()).isEqualTo("renamed");
                assertThat(action.path("enabled").asBoolean()).isTrue();
            });
            assertAsked(realm);
            assertThat(SetupCalls.changes(setup.post(Map.of()))).isEmpty();
        }
    }

    @Test
    @DisplayName("when another action has the alias, then ours gets one by which it is found")
    void aliasOfAnother() {
        try (TestRealm realm = realm(
                found -> action(found).put("providerId", "TERMS_AND_CONDITIONS").put("enabled", false))) {
            SetupCalls setup = new SetupCalls(realm);
            setup.post(Map.of());
            assertAsked(realm);
            assertThat(SetupCalls.changes(setup.post(Map.of()))).isEmpty();
        }
    }

    @Test
    @DisplayName("when there is a second model, then one is completed, and the other stays as it is")
    void second() {
        try (TestRealm realm = realm(found -> {
            action(found).put("enabled", false);
            ((ArrayNode) found.path("requiredActions"))
                    .add(action(found).deepCopy().put("alias", "second").put("priority", 1001));
        })) {
            SetupCalls setup = new SetupCalls(realm);
            setup.post(Map.of("settings", Map.of("time-to-live", 60)));
            assertThat(setup.ourActions())
                    .extracting(action -> action.path("alias").asText() + " "
                            + action.path("enabled").asBoolean() + " "
                            + action.path("config").path("time-to-live").asText())
                    .containsExactlyInAnyOrder("consent-grant true 60", "second false 120");
            assertAsked(realm);
            assertThat(SetupCalls.changes(setup.post(Map.of("settings", Map.of("time-to-live", 60)))))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("when the flow was made by hand but not bound, then it is bound and not made again")
    void madeByHand() {
        try (TestRealm realm = realm(found -> {})) {
            SetupCalls setup = new SetupCalls(realm);
            setup.post(Map.of());
            List<String> flows = setup.flows();
            // As if the attribute were lost, the flow is one that somebody has made.
            setup.bind("browser");
            realm.update(Map.of("attributes", Map.of()));
            assertThat(SetupCalls.changes(setup.post(Map.of()))).hasSize(1);
            assertThat(setup.flows()).containsExactlyInAnyOrderElementsOf(flows);
            assertAsked(realm);
            setup.delete();
            assertThat(setup.boundFlow()).isEqualTo("browser");
            assertThat(setup.flows()).containsExactlyInAnyOrderElementsOf(flows);
        }
    }

    @Test
    @DisplayName("when the authenticator is there and the action was deleted, then it is registered again")
    void actionDeleted() {
        try (TestRealm realm = TestRealm.create(server)) {
            realm.action().delete(RequiredAction.ID);
            SetupCalls setup = new SetupCalls(realm);
            assertThat(SetupCalls.changes(setup.post(Map.of()))).hasSize(1);
            assertAsked(realm);
        }
    }
}
