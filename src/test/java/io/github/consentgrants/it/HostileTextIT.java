package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given texts that leave their row or hide")
final class HostileTextIT {
    /** Stacked marks, what is not drawn, and blanks that a browser does not fold. */
    private static final String HOSTILE =
            "Ba" + "\u0300\u0301\u0489\u20DD".repeat(30) + "n\u034F\uFE0F\u3164\u115F\u200D"
                    + new StringBuilder().appendCodePoint(0xE0100) + "k" + "\u3000\u2003\u2800".repeat(10) + "x";

    private static final String SHOWN = "Ba\u0300\u0301\uFFFDn\uFFFDk x";

    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    /** Everything that somebody else writes on the page. */
    @BeforeAll
    static void writeHostileTexts() {
        var admin = REALM.server().admin();
        String path = "/realms/" + REALM.name();
        admin.put(path, Map.of("loginTheme", "keycloak.v2"));
        REALM.updateClient("app", Map.of("name", HOSTILE));
        REALM.updateScope("email", Map.of("consent.screen.text", HOSTILE));
        String email = StreamSupport.stream(admin.get(path + "/client-scopes").spliterator(), false)
                .filter(scope -> "email".equals(scope.path("name").asText()))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        admin.post(
                path + "/client-scopes/" + email + "/protocol-mappers/models",
                Map.of(
                        "name",
                        "hostile",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-hardcoded-claim-mapper",
                        "config",
                        Map.of("claim.name", HOSTILE, "claim.value", "x", "id.token.claim", "true")));
        REALM.updateUser("alice", Map.of("firstName", "Al" + "\u0300".repeat(200) + "\u3164", "lastName", "E"));
        REALM.configureGate(
                true, Map.of("applies-to", "consent-required", "time-to-live", "120", "claim-values", "true"));
    }

    @Test
    @DisplayName("when the page is shown, then none of them is on it as it was")
    void cleaned() {
        String details =
                "[{\"type\":\"payment_initiation\",\"instructedAmount\":{\"currency\":\"EUR\",\"amount\":\"1.00\"},"
                        + "\"creditorName\":\"" + HOSTILE + "\",\"" + HOSTILE + "\":\"" + HOSTILE + "\"}]";
        var page = Browser.signIn(
                new UserAgent(),
                REALM.app()
                        .request(Map.of(
                                "authorization_details",
                                details,
                                "claims",
                                "{\"userinfo\":{\"" + HOSTILE + "\":null}}")),
                "alice");

        assertThat(page.isConsent()).as(page.text()).isTrue();
        String html = page.response().body();
        assertThat(html).doesNotContainPattern("\\p{M}{3}");
        assertThat(html)
                .doesNotContainPattern(
                        "[\\u034F\\u115F\\u2003\\u2800\\u3000\\u3164\\uFE00-\\uFE0F\\x{E0100}-\\x{E01EF}\\u200D]");
        assertThat(page.document().title()).isEqualTo("\u2068" + SHOWN + "\u2069 asks for your approval");
        assertThat(page.document().select("#kc-page-title").text()).contains(SHOWN);
        assertThat(page.document().select("#kc-consent-client dd").text()).isEqualTo(SHOWN + " (app)");
        assertThat(page.document().select("#kc-consent-account dd").text()).isEqualTo("alice (Al\u0300\u0300\uFFFD E)");
        assertThat(page.document().select(".cg-scope").eachText()).contains(SHOWN);
        assertThat(page.document().select("#kc-consent-scopes .cg-claims bdi").eachText())
                .contains(SHOWN);
        assertThat(page.document().select("#kc-consent-claims bdi").eachText()).contains(SHOWN);
        assertThat(page.document().select(".cg-details bdi").eachText().stream().filter(SHOWN::equals))
                .hasSize(3);
    }

    @Test
    @DisplayName("when nothing of a name can be seen, then the client's id is in its place")
    void invisibleName() {
        REALM.updateClient("public-app", Map.of("name", "\u3000\u2800"));
        var page = Browser.signIn(new UserAgent(), REALM.publicApp().request(Map.of()), "bob");

        assertThat(page.document().select("#kc-consent-client dd").text()).isEqualTo("public-app");
        assertThat(page.document().title()).contains("public-app");
    }

    /** On the page as it is sent, with the marks put back into it: what one row draws does not reach another. */
    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    @DisplayName("when a row draws beyond itself, then its neighbours look as before")
    void clipped(String theme) {
        REALM.server().admin().put("/realms/" + REALM.name(), Map.of("loginTheme", theme));
        try (BrowserContext profile = Chromium.shared().profile(new NewContextOptions())) {
            Page page = profile.newPage();
            page.navigate(REALM.app()
                    .request(Map.of(
                            "authorization_details",
                            "[{\"type\":\"payment_initiation\",\"instructedAmount\":{\"currency\":\"EUR\",\"amount\":\"1.00\"},"
                                    + "\"creditorName\":\"B\"}]"))
                    .toString());
            page.fill("#username", "bob");
            page.fill("#password", "bob");
            page.click("#kc-login");
            page.waitForSelector("#kc-consent-grant");
            page.addStyleTag(new Page.AddStyleTagOptions().setContent("* { animation: none !important }"));
            for (String row : List.of(
                    "#kc-consent-client",
                    "#kc-consent-scopes > li:first-child",
                    ".cg-details h3",
                    ".cg-details .cg-row")) {
                assertNothingLeaves(page, row, ".cg-row, #kc-consent-scopes > li, .cg-details h3, .cg h2");
            }
            assertNothingLeaves(
                    page,
                    "#kc-page-title > span, #kc-page-title span:last-child",
                    "#kc-consent-client, #kc-consent-account");
        } finally {
            REALM.server().admin().put("/realms/" + REALM.name(), Map.of("loginTheme", "keycloak.v2"));
        }
    }

    private static void assertNothingLeaves(Page page, String row, String neighbours) {
        List<byte[]> without = pictures(page, row, "a", neighbours);
        List<byte[]> with = pictures(page, row, "a" + "\u0300\u0323\u0489".repeat(80), neighbours);

        assertThat(without).hasSizeGreaterThan(1);
        for (int i = 0; i < without.size(); i++) {
            assertThat(with.get(i)).as(row + ", neighbour " + i).isEqualTo(without.get(i));
        }
    }

    /** Pictures of the neighbours while a text stands in the row. */
    private static List<byte[]> pictures(Page page, String row, String text, String neighbours) {
        page.evaluate(
                "([row, text]) => { const e = document.querySelector(row);"
                        + " const place = e.querySelector('bdi') ?? e; place.textContent = text;"
                        + " e.setAttribute('data-drawn', ''); }",
                List.of(row, text));
        List<byte[]> pictures = page.locator(neighbours).all().stream()
                .filter(other -> !(boolean) other.evaluate("e => e.closest('[data-drawn]') !== null"))
                .map(other -> other.screenshot())
                .toList();
        page.evaluate("() => document.querySelectorAll('[data-drawn]').forEach(e => e.removeAttribute('data-drawn'))");
        return pictures;
    }
}
