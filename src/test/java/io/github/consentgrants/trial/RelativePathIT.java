package io.github.consentgrants.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.KeycloakServer.Options;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.SetupCalls;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("trials")
@DisplayName("Given Keycloak with --http-relative-path=/auth and XA transactions")
final class RelativePathIT {
    private static KeycloakServer server;

    @BeforeAll
    static void start() {
        server = KeycloakServer.trial(
                "relative-path",
                new Options(
                        List.of("--http-relative-path=/auth", "--transaction-xa-enabled=true"), List.of(), "/auth"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "when a realm is set up and a user approves, then code and tokens come once, and My approvals takes the approval back")
    void approve() throws Exception {
        assertThat(server.baseUrl().getPath()).isEqualTo("/auth");
        try (TestRealm realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS)) {
            realm.updateClient("app", Map.of("consentRequired", true));
            new SetupCalls(realm).post(Map.of());
            RelyingParty app = realm.app();
            UserAgent agent = new UserAgent();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            assertThat(consent.isConsent()).as(consent.text()).isTrue();
            Page end = Browser.authorize(agent, consent);
            var tokens = app.tokens(end);
            assertThat(Browser.redeems(app, end)).isFalse();

            URI mine = URI.create(server.baseUrl() + "/realms/" + realm.name() + "/consent-grants");
            Page list = agent.open(mine);
            assertThat(list.document().select("#kc-mine-list > li")).hasSize(1);
            Page ask = agent.open(URI.create(mine + "/" + consent.instance() + "/take-back"));
            Page done = agent.submit(ask, "kc-mine-form", null, Map.of());
            assertThat(done.document().getElementById("kc-mine-ended")).isNotNull();
            assertThat(app.refresh(tokens.getRefreshToken()).indicatesSuccess()).isFalse();

            Page again = agent.open(app.request(Map.of()));
            assertThat(again.isConsent()).isTrue();
            assertThat(RelyingParty.error(Browser.deny(agent, again))).isEqualTo("access_denied");
            JsonNode grants = server.admin().get("/realms/" + realm.name() + "/consent-grants");
            assertThat(grants.path("grants"))
                    .extracting(grant -> grant.path("state").asText())
                    .containsExactly("denied", "revoked");
        }
    }
}
