package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.SetUp;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keycloak then sends the client an answer without an error and without tokens, but in the hybrid flow with the code. */
@DisplayName("Given a client policy that refuses the tokens of an answer when they are made")
final class PolicyRefusedAnswerIT {
    private static final boolean STATELESS =
            System.getProperty("consentgrants.server.options", "").contains("stateless");

    @AutoClose
    private final TestRealm realm = SetUp.AUTHENTICATOR.createRealm();

    private final RelyingParty app = realm.app();
    private final UserAgent agent = new UserAgent();

    @BeforeEach
    void addPolicy() {
        realm.updateClient("app", Map.of("implicitFlowEnabled", true));
        policies(true);
    }

    private void policies(boolean enabled) {
        String path = "/realms/" + realm.name() + "/client-policies/";
        Map<String, ?> executor = Map.of("executor", "probe-refuse-tokens", "configuration", Map.of());
        Map<String, ?> condition = Map.of("condition", "any-client", "configuration", Map.of());
        realm.server()
                .admin()
                .put(
                        path + "profiles",
                        Map.of("profiles", List.of(Map.of("name", "refusing", "executors", List.of(executor)))));
        realm.server()
                .admin()
                .put(
                        path + "policies",
                        Map.of(
                                "policies",
                                List.of(Map.of(
                                        "name",
                                        "refusing",
                                        "enabled",
                                        enabled,
                                        "conditions",
                                        List.of(condition),
                                        "profiles",
                                        List.of("refusing")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token", "id_token token", "code id_token", "code token"})
    @DisplayName(
            "when the user authorizes, then nothing is issued or spent, and without the policy the user can sign in")
    void refused(String responseType) throws SQLException {
        Page consent = Browser.signIn(agent, app.request(Map.of("response_type", responseType)), "alice");
        assertThat(consent.isConsent()).isTrue();
        Page clicked = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
        Page stopped = nothingIssued(realm, () -> agent.follow(clicked));
        if (STATELESS) {
            // Keycloak fails before it asks the guard for the answer: it removes a tab of the database twice
            // (OIDCLoginProtocol.authenticated, Keycloak 26.7.3).
            assertThat(stopped.status()).isEqualTo(400);
        } else {
            assertThat(stopped.status()).isEqualTo(403);
            assertThat(realm.event("GRANT_CONSENT_ERROR").path("error").asText())
                    .isEqualTo("client_policy");
        }
        assertThat(realm.events("LOGIN")).isEmpty();
        assertThat(realm.sessions("alice")).isEmpty();

        policies(false);
        Page again = agent.open(app.request(Map.of("response_type", responseType)));
        assertThat(Browser.hasCode(Browser.authorize(agent, Browser.password(agent, again, "alice"))))
                .isTrue();
    }

    @Test
    @DisplayName(
            "when no policy but Keycloak refuses an offline token to the user, then nothing is issued or spent either")
    void offlineTokenNotAllowed() throws SQLException {
        policies(false);
        Map<String, String> request =
                Map.of("response_type", "code id_token", "scope", "openid profile email offline_access");
        Page consent = Browser.signIn(agent, app.request(request), "alice");
        Page clicked = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
        Page stopped = nothingIssued(realm, () -> agent.follow(clicked));
        assertThat(stopped.status()).isGreaterThanOrEqualTo(400);
        assertThat(realm.sessions("alice")).isEmpty();
    }
}
