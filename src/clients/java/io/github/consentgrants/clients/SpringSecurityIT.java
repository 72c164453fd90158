package io.github.consentgrants.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

@DisplayName("Given an application with Spring Security's OAuth 2.0 client, a gated client")
@Tag("clients")
final class SpringSecurityIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final int port = KeycloakServer.freePort();
    private final URI home = URI.create("http://localhost:" + port + "/");
    private final UserAgent agent = new UserAgent();
    private TestRealm realm;
    private ConfigurableApplicationContext application;

    @BeforeEach
    void start() {
        realm = TestRealm.create(server);
        realm.updateClient("app", Map.of("redirectUris", List.of(home + "login/oauth2/code/app")));
        String client = "spring.security.oauth2.client.";
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SpringApplication boot = new SpringApplication(SpringApp.class);
        boot.setDefaultProperties(Map.of(
                "server.address",
                "127.0.0.1",
                "server.port",
                port,
                client + "registration.app.client-id",
                "app",
                client + "registration.app.client-secret",
                "secret",
                client + "registration.app.scope",
                "openid,profile",
                client + "provider.app.issuer-uri",
                server.baseUrl() + "/realms/" + realm.name(),
                client + "provider.app.user-name-attribute",
                "preferred_username"));
        application = boot.run();
    }

    @AfterEach
    void stop() {
        application.close();
        realm.close();
    }

    /** Opens the application, which leads to Keycloak, and signs in there. */
    private Page signIn() {
        Page away = agent.open(home);
        return Browser.signIn(agent, away.location(), "alice");
    }

    @Test
    @DisplayName("when the user opens it, then one click signs in, for as long as its own session lasts")
    void authorize() throws Exception {
        Page consent = signIn();
        assertThat(consent.isConsent()).isTrue();
        Page page = agent.open(Browser.authorize(agent, consent).location());
        assertThat(page.text()).isEqualTo("Signed in as alice");
        assertThat(agent.open(home).text()).isEqualTo("Signed in as alice");
        assertThat(Grants.of(realm)).singleElement().matches(Grants.Row::redeemed);
    }

    @Test
    @DisplayName("when the user denies, then its own page says so in its own way, and nobody is signed in")
    void deny() {
        Page end = Browser.deny(agent, signIn());
        assertThat(RelyingParty.error(end)).isEqualTo("access_denied");
        Page page = agent.open(end.location());
        assertThat(page.text()).contains("Invalid credentials").doesNotContain("Signed in");
    }
}
