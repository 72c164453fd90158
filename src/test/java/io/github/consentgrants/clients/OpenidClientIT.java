package io.github.consentgrants.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given an application with openid-client on Node, a gated client")
@Tag("clients")
@Timeout(120)
final class OpenidClientIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();
    private TestRealm realm;

    /** Before a server is started for nothing. */
    @BeforeAll
    static void needNode() {
        Needs.node();
    }

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
    }

    @AfterEach
    void deleteRealm() {
        if (realm != null) {
            realm.close();
        }
    }

    private NodeProgram start(String way) throws Exception {
        return new NodeProgram(
                "openid-client.mjs",
                Map.of(
                        "issuer",
                        server.baseUrl() + "/realms/" + realm.name(),
                        "clientId",
                        "app",
                        "clientSecret",
                        "secret",
                        "redirectUri",
                        RelyingParty.REDIRECT_URI,
                        "way",
                        way));
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "par", "par-dpop", "jarm"})
    @DisplayName(
            "when it signs in by its own ways, then one click signs in, and it refreshes until the approval is taken back")
    void signIn(String way) throws Exception {
        try (NodeProgram program = start(way)) {
            Page consent = Browser.signIn(agent, URI.create(program.expect("open")), "alice");
            assertThat(consent.isConsent()).isTrue();
            program.say(Browser.authorize(agent, consent).location().toString());
            JsonNode signedIn = Admin.JSON.readTree(program.expect("signed-in"));
            assertThat(signedIn.path("user").asText()).isEqualTo("alice");
            assertThat(signedIn.path("type").asText()).isEqualTo(way.endsWith("dpop") ? "dpop" : "bearer");
            assertThat(Grants.of(realm)).singleElement().matches(Grants.Row::redeemed);

            program.say("refresh");
            assertThat(program.expect("refreshed"))
                    .isEqualTo(signedIn.path("type").asText());
            String id = Grants.of(realm).get(0).id();
            server.admin().post("/realms/" + realm.name() + "/consent-grants/" + id + "/revoke", Map.of());
            program.say("refresh");
            assertThat(program.expect("error")).isEqualTo("invalid_grant");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "par", "jarm"})
    @DisplayName("when the user denies, then it gets access_denied")
    void denied(String way) throws Exception {
        try (NodeProgram program = start(way)) {
            Page consent = Browser.signIn(agent, URI.create(program.expect("open")), "alice");
            program.say(Browser.deny(agent, consent).location().toString());
            assertThat(program.expect("error")).isEqualTo("access_denied");
        }
    }

    @Test
    @DisplayName("when it asks silently, then it gets login_required, and consent_required for a user who is signed in")
    void silent() throws Exception {
        try (NodeProgram program = start("silent")) {
            program.say(
                    agent.open(URI.create(program.expect("open"))).location().toString());
            assertThat(program.expect("error")).isEqualTo("login_required");
        }
        Browser.authorize(agent, Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
        try (NodeProgram program = start("silent")) {
            program.say(
                    agent.open(URI.create(program.expect("open"))).location().toString());
            assertThat(program.expect("error")).isEqualTo("consent_required");
        }
    }
}
