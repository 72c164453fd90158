package io.github.consentgrants.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Given a page behind Apache with mod_auth_openidc, a gated client")
@Tag("clients")
final class ModAuthOpenidcIT {
    private final UserAgent agent = new UserAgent();
    private TestRealm realm;
    private Apache apache;

    @BeforeEach
    void start() throws Exception {
        Needs.apache();
        realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));
        apache = new Apache(realm);
        realm.updateClient("app", Map.of("redirectUris", List.of(apache.callback())));
    }

    @AfterEach
    void stop() {
        if (apache != null) {
            apache.close();
        }
        if (realm != null) {
            realm.close();
        }
    }

    /** Opens the page, which leads to Keycloak, and signs in there. */
    private Page signIn() {
        Page away = agent.open(apache.page());
        return Browser.signIn(agent, away.location(), "alice");
    }

    @Test
    @DisplayName("when the user opens it, then one click signs in, for as long as Apache's own session lasts")
    void authorize() throws Exception {
        Page consent = signIn();
        assertThat(consent.isConsent()).isTrue();
        Page page = agent.open(Browser.authorize(agent, consent).location());
        assertThat(page.text()).as(apache.log()).isEqualTo("Signed in as alice");
        assertThat(agent.open(apache.page()).text()).isEqualTo("Signed in as alice");
        assertThat(Grants.of(realm)).singleElement().matches(Grants.Row::redeemed);
    }

    @Test
    @DisplayName("when the user denies, then Apache shows access_denied and not the page")
    void deny() throws Exception {
        // Debian's version takes an error that names the issuer (RFC 9207) for a sign-in that another site begins.
        realm.updateAttributes("app", Map.of("exclude.issuer.from.auth.response", "true"));
        Page consent = signIn();
        Page page = agent.open(Browser.deny(agent, consent).location());
        assertThat(page.text()).contains("access_denied").doesNotContain("Signed in");
        assertThat(Grants.of(realm))
                .singleElement()
                .matches(row -> row.decision().equals("DENIED"));
    }
}
