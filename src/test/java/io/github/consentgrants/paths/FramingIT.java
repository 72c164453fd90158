package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a site that puts Keycloak's pages into a frame")
final class FramingIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName("when the realm lets every site frame it, then the consent page still forbids it, and keeps the rest")
    void laxRealm() {
        try (TestRealm realm = TestRealm.create(server)) {
            server.admin()
                    .put(
                            "/realms/" + realm.name(),
                            Map.of(
                                    "browserSecurityHeaders",
                                    Map.of(
                                            "xFrameOptions",
                                            "",
                                            "contentSecurityPolicy",
                                            "frame-src 'self'; frame-ancestors *; object-src 'none'",
                                            "referrerPolicy",
                                            "same-origin")));
            Page login = agent.open(realm.app().request(Map.of()));
            assertThat(header(login, "Content-Security-Policy")).contains("frame-ancestors *");

            Page consent = Browser.password(agent, login, "alice");
            neverFramed(consent);
            assertThat(header(consent, "Content-Security-Policy")).contains("frame-src 'self'", "object-src 'none'");
            assertThat(header(consent, "Referrer-Policy")).isEqualTo("same-origin");
            assertThat(header(consent, "X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    @DisplayName("when the page is shown again after a post, then it forbids framing too")
    void shownAgain() {
        try (TestRealm realm = TestRealm.create(server)) {
            Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
            Page again = agent.submit(consent, Browser.FORM, Browser.ACCEPT, Map.of("page", "another"));
            assertThat(again.isConsent()).isTrue();
            neverFramed(again);
        }
    }

    private static void neverFramed(Page page) {
        assertThat(page.response().headers().allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(page.response().headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .containsOnlyOnce("frame-ancestors")
                .contains("frame-ancestors 'none'");
    }

    private static String header(Page page, String name) {
        return page.response().headers().firstValue(name).orElse("");
    }
}
