package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
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

@DisplayName("Given a gated client that signs its requests (JAR)")
final class RequestObjectIT {
    private static final RequestObjects KEY = new RequestObjects();

    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @BeforeAll
    static void registerKey() {
        REALM.updateClient("app", Map.of("attributes", KEY.attributes()));
    }

    @Test
    @DisplayName("when parameters stand beside it, then the signed ones are shown, bound and answered")
    void resolved() throws Exception {
        Map<String, String> signed = app.parameters(
                URI.create(RelyingParty.REDIRECT_URI), Map.of("scope", "openid email", "state", "signed"));
        URI request = app.address(Map.of(
                "client_id",
                "app",
                "response_type",
                "code",
                "scope",
                "openid address",
                "state",
                "forged",
                "request",
                KEY.sign(REALM, signed)));
        Page consent = Browser.signIn(agent, request, "alice");
        assertThat(consent.document().select("#kc-consent-scopes .cg-scope").eachText())
                .contains("Email address")
                .doesNotContain("Address");
        Page end = Browser.authorize(agent, consent);
        assertThat(RelyingParty.response(end).getState().getValue()).isEqualTo("signed");
        assertThat(Browser.redeems(app, end)).isTrue();
        assertThat(consumed(REALM)).isEqualTo(1);
    }

    @Test
    @DisplayName("when another key signed it, then nothing is shown or issued")
    void forged() throws Exception {
        Map<String, String> signed = app.parameters(URI.create(RelyingParty.REDIRECT_URI), Map.of());
        String forged = new RequestObjects().sign(REALM, signed);
        Page end = nothingIssued(
                REALM,
                () -> agent.open(app.address(
                        Map.of("client_id", "app", "response_type", "code", "scope", "openid", "request", forged))));
        assertThat(end.status()).isEqualTo(400);
    }
}
