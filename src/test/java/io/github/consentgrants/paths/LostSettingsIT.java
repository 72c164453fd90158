package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.RequiredAction;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Given a required action whose settings were lost, or never saved, or brought in unchecked")
final class LostSettingsIT {
    private static final KeycloakServer SERVER = KeycloakServer.shared(Database.POSTGRESQL);
    private static final String ID = RequiredAction.ID;

    static Stream<Named<Consumer<RequiredAction>>> losses() {
        return Stream.of(
                Named.of("PUT without config", action -> action.put(ID, Map.of())),
                Named.of("PUT with an empty config", action -> action.put(ID, Map.of("config", Map.of()))),
                Named.of("PUT of an empty config", action -> action.putConfig(ID, Map.of())),
                Named.of("PUT with a setting of somebody else", action -> unchecked(action, Map.of("a", "b"))),
                Named.of("PUT without applies-to", action -> unchecked(action, Map.of("time-to-live", "120"))),
                Named.of("PUT with another applies-to", action -> unchecked(action, Map.of("applies-to", "none"))),
                Named.of("PUT with a blank applies-to", action -> unchecked(action, Map.of("applies-to", ""))),
                Named.of("DELETE of the config", action -> action.deleteConfig(ID)),
                Named.of("DELETE and registered again", action -> {
                    action.delete(ID);
                    action.register();
                }));
    }

    private static void unchecked(RequiredAction action, Map<String, String> config) {
        action.put(ID, Map.of("config", config));
    }

    @ParameterizedTest
    @MethodSource("losses")
    @DisplayName("when a client that was gated asks, then it is still gated: with a page, and by no other grant type")
    void stillGated(Consumer<RequiredAction> loss) throws Exception {
        try (TestRealm realm = TestRealm.create(SERVER, Option.ALL_CLIENTS)) {
            realm.updateClient("plain", Map.of("directAccessGrantsEnabled", true));
            loss.accept(realm.action());
            oneSignIn(realm);
            assertThat(realm.client("plain")
                            .token("password", Map.of("username", "alice", "password", "alice"))
                            .error())
                    .isEqualTo("unauthorized_client");
        }
    }

    private static void oneSignIn(TestRealm realm) throws Exception {
        UserAgent agent = new UserAgent();
        RelyingParty plain = realm.plain();
        oneCode(realm, plain, agent, Browser.signIn(agent, plain.request(Map.of()), "alice"));
    }

    @Test
    @DisplayName("when a realm is imported without settings, then every client is gated")
    void imported() throws Exception {
        try (TestRealm realm = TestRealm.create(
                SERVER,
                representation ->
                        ((ObjectNode) representation.path("requiredActions").get(1)).remove("config"))) {
            oneSignIn(realm);
        }
    }

    @Test
    @DisplayName("when requests come that nobody has signed in for, then the log has one line per realm and value")
    void oneLine() throws Exception {
        try (TestRealm realm = TestRealm.create(SERVER)) {
            unchecked(realm.action(), Map.of("applies-to", "nobody\n2026 INFO  forged"));
            for (int i = 0; i < 5; i++) {
                nothingIssued(realm, () -> new UserAgent().open(realm.plain().request(Map.of())));
            }
            assertThat(lines(realm)).isEqualTo(1);
            assertThat(SERVER.log()).doesNotContain("\n2026 INFO  forged");

            unchecked(realm.action(), Map.of("applies-to", "somebody"));
            for (int i = 0; i < 5; i++) {
                nothingIssued(realm, () -> new UserAgent().open(realm.plain().request(Map.of())));
            }
            assertThat(lines(realm)).isEqualTo(2);
        }
    }

    private static long lines(TestRealm realm) {
        return SERVER.log()
                .lines()
                .filter(line -> line.contains("applies-to") && line.contains(realm.name()))
                .count();
    }
}
