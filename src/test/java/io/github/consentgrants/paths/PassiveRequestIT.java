package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.RequestObjects;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given a gated client that asks silently (prompt=none)")
final class PassiveRequestIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private static final RequestObjects KEY = new RequestObjects();
    private static final Map<String, String> SILENT = Map.of("prompt", "none");

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @BeforeAll
    static void registerKey() {
        REALM.updateClient("app", Map.of("attributes", KEY.attributes()));
    }

    private enum Form {
        PLAIN,
        REQUEST_OBJECT,
        PUSHED
    }

    private URI silent(Form form) {
        return switch (form) {
            case PLAIN -> app.request(SILENT);
            case REQUEST_OBJECT -> {
                Map<String, String> signed = app.parameters(URI.create(RelyingParty.REDIRECT_URI), SILENT);
                yield app.address(Map.of(
                        "client_id",
                        "app",
                        "response_type",
                        "code",
                        "scope",
                        "openid",
                        "request",
                        KEY.sign(REALM, signed)));
            }
            case PUSHED -> app.pushed(app.push(SILENT));
        };
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when the user is not signed in, then the client gets login_required, and nothing is issued")
    void notSignedIn(Form form) throws Exception {
        var end = nothingIssued(REALM, () -> agent.open(silent(form)));
        assertThat(RelyingParty.error(end)).isEqualTo("login_required");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "when the user is signed in and has approved before, then it gets consent_required, each time, at once")
    void signedIn(Form form) throws Exception {
        Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
        for (int i = 0; i < 3; i++) {
            var end = nothingIssued(REALM, () -> agent.send("GET", silent(form), null));
            assertThat(RelyingParty.error(end)).isEqualTo("consent_required");
        }
    }

    /** Keycloak 26.8.1 and newer end a parameter at an ampersand alone. Guard and Keycloak must read the same. */
    @Test
    @DisplayName("when prompt=none comes after a semicolon, then it is refused, or is no prompt and the page asks")
    void afterSemicolon() throws Exception {
        Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
        var end = nothingIssued(REALM, () -> agent.open(URI.create(app.request(Map.of()) + "&more=1;prompt=none")));
        if (end.isRedirect()) {
            assertThat(RelyingParty.error(end)).isEqualTo("consent_required");
        } else {
            oneCode(REALM, app, agent, end);
        }
    }

    @Test
    @DisplayName("when prompt=none comes with another prompt, then nothing is issued (OIDC Core 3.1.2.1)")
    void contradiction() throws Exception {
        Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
        var end = nothingIssued(REALM, () -> agent.open(app.request(Map.of("prompt", "none consent"))));
        assertThat(RelyingParty.error(end)).isIn("consent_required", "invalid_request");
    }
}
