package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.oneCode;

import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a user who registers on the way to a gated client")
final class RegistrationIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @BeforeAll
    static void allowRegistration() {
        REALM.update(Map.of("registrationAllowed", true));
    }

    @Test
    @DisplayName("when the client says prompt=create, then the page asks the new user, and one code follows")
    void promptCreate() throws Exception {
        oneCode(REALM, app, agent, register(agent, agent.open(app.request(Map.of("prompt", "create"))), "carol"));
    }

    @Test
    @DisplayName(
            "when the client leads to the registration endpoint, then the page asks the new user, and one code follows")
    void endpoint() throws Exception {
        URI request = URI.create(app.request(Map.of()).toString().replace("/auth?", "/registrations?"));
        oneCode(REALM, app, agent, register(agent, agent.open(request), "dave"));
    }

    static Page register(UserAgent agent, Page form, String username) {
        return agent.submit(
                form,
                "kc-register-form",
                null,
                Map.of(
                        "username",
                        username,
                        "email",
                        username + "@example.com",
                        "firstName",
                        "New",
                        "lastName",
                        "User",
                        "password",
                        "secret-1",
                        "password-confirm",
                        "secret-1"));
    }
}
