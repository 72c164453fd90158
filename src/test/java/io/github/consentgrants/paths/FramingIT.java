package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Frame-Ancestors *; object-src 'none'",
                "frame-ancestors\t*; object-src 'none'",
                "default-src 'self', frame-ancestors *",
                "frame-ancestors *; frame-ancestors 'self'",
            })
    @DisplayName(
            "when the realm's policy is written as browsers read it, then the page and a stopped one forbid framing")
    void otherSpellings(String policy) {
        try (TestRealm realm = TestRealm.create(server)) {
            realm.update(
                    Map.of("browserSecurityHeaders", Map.of("xFrameOptions", "", "contentSecurityPolicy", policy)));
            Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
            neverFramed(consent);

            agent.forgetCookies("consent-grant-");
            Page stopped = Browser.authorize(agent, consent);
            assertThat(stopped.document().getElementById("kc-consent-stopped")).isNotNull();
            neverFramed(stopped);
        }
    }

    private static void neverFramed(Page page) {
        assertThat(page.response().headers().allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(page.response().headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .satisfies(policy -> assertThat(policy.toLowerCase(Locale.ROOT)).containsOnlyOnce("frame-ancestors"))
                .contains("frame-ancestors 'none'");
    }

    private static String header(Page page, String name) {
        return page.response().headers().firstValue(name).orElse("");
    }
}
