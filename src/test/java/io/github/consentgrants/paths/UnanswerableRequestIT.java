package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keycloak has made the code already, shows a page of what went wrong, and would commit what was done until then. */
@DisplayName("Given a client whose answer must be encrypted, without a key for it")
final class UnanswerableRequestIT {
    private static final String KEY = "authorization.encrypted.response.alg";
    private static final String CONTENT = "authorization.encrypted.response.enc";

    @AutoClose
    private final TestRealm realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = realm.app();
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName(
            "when the user authorizes, then all of it is undone, the sign-in too, and once no key is needed there is one code")
    void encrypted() throws Exception {
        realm.updateAttributes("app", Map.of(KEY, "RSA-OAEP", CONTENT, "A256GCM"));
        Page consent = Browser.signIn(agent, app.request(Map.of("response_mode", "query.jwt")), "alice");
        Page clicked = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
        Page failed = nothingIssued(realm, () -> agent.follow(clicked));
        assertThat(failed.status()).isGreaterThanOrEqualTo(400);

        assertThat(agent.cookies()).doesNotContainKey("KEYCLOAK_IDENTITY");
        assertThat(realm.sessions("alice")).isEmpty();

        realm.updateAttributes("app", Map.of(KEY, "", CONTENT, ""));
        oneCode(realm, app, agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
    }
}
