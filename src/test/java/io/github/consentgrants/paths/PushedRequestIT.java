package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a gated client that pushes its requests (PAR)")
final class PushedRequestIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName(
            "when parameters stand in the address too, then what was pushed is shown and bound; after the code it is gone")
    void resolved() throws Exception {
        String requestUri = app.push(Map.of("scope", "openid email"));
        URI request = app.address(Map.of(
                "client_id", "app", "request_uri", requestUri, "scope", "openid address phone", "state", "forged"));
        Page consent = Browser.signIn(agent, request, "alice");
        assertThat(consent.document().select("#kc-consent-scopes .cg-scope").eachText())
                .contains("Email address")
                .doesNotContain("Address", "Phone number");
        oneCode(REALM, app, agent, consent);

        Page again = nothingIssued(REALM, () -> agent.open(app.pushed(requestUri)));
        assertThat(again.status()).isEqualTo(400);
    }

    @Test
    @DisplayName("when the required action asks without the authenticator, then it is spent with the grant as well")
    void withoutAuthenticator() throws Exception {
        try (TestRealm realm = TestRealm.create(REALM.server(), Option.WITHOUT_AUTHENTICATOR)) {
            RelyingParty client = realm.app();
            String requestUri = client.push(Map.of());
            oneCode(realm, client, agent, Browser.signIn(agent, client.pushed(requestUri), "alice"));
            Page again = nothingIssued(realm, () -> agent.open(client.pushed(requestUri)));
            assertThat(again.status()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName(
            "when it is opened twice, then the click on the first page gives the code, the one on the second is refused")
    void twoTabs() throws Exception {
        String requestUri = app.push(Map.of());
        Page first = Browser.signIn(agent, app.pushed(requestUri), "alice");
        UserAgent other = new UserAgent();
        Page second = Browser.signIn(other, app.pushed(requestUri), "bob");
        assertThat(second.isConsent()).isTrue();
        oneCode(REALM, app, agent, first);

        long before = consumed(REALM);
        Page end = Browser.authorize(other, second);
        assertThat(Browser.hasCode(end)).isFalse();
        assertThat(consumed(REALM)).isEqualTo(before);
        assertThat(REALM.event("GRANT_CONSENT_ERROR").path("error").asText()).isEqualTo("request_uri_spent");
    }

    @Test
    @DisplayName(
            "when the user denies, then nothing is issued, and the pushed request may be asked again, with a click")
    void denied() throws Exception {
        String requestUri = app.push(Map.of());
        Page end = Browser.deny(agent, Browser.signIn(agent, app.pushed(requestUri), "alice"));
        assertThat(RelyingParty.error(end)).isEqualTo("access_denied");
        oneCode(REALM, app, agent, Browser.signIn(agent, app.pushed(requestUri), "alice"));
    }

    @Test
    @DisplayName("when another client uses it, then nothing is shown or issued")
    void otherClient() throws Exception {
        String requestUri = app.push(Map.of());
        Page end = nothingIssued(REALM, () -> agent.open(REALM.publicApp().pushed(requestUri)));
        assertThat(end.status()).isEqualTo(400);
    }

    @Test
    @DisplayName("when it is used in another realm that has a client with the same id, then nothing is shown or issued")
    void otherRealm() throws Exception {
        try (TestRealm elsewhere = TestRealm.create(REALM.server())) {
            RelyingParty there = elsewhere.app();
            String requestUri = there.push(Map.of());
            Page end = nothingIssued(REALM, () -> agent.open(app.pushed(requestUri)));
            assertThat(RelyingParty.error(end)).isEqualTo("invalid_request_uri");
            oneCode(elsewhere, there, agent, Browser.signIn(agent, there.pushed(requestUri), "alice"));
        }
    }
}
