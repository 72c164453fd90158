package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Given a user of two organizations")
final class OrganizationScopesIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private static final Admin ADMIN = REALM.server().admin();
    private static final String PATH = "/realms/" + REALM.name();

    @BeforeAll
    static void addOrganizations() {
        ADMIN.put(
                PATH,
                Map.of(
                        "organizationsEnabled",
                        true,
                        "internationalizationEnabled",
                        true,
                        "supportedLocales",
                        List.of("en", "de")));
        add("acme", "Acme's Works", "alice", "bob");
        add("globex", "globex", "alice");
        add("closed", "Closed", "bob");
        ADMIN.post(PATH + "/localization/de", Map.of("organizationScopeConsentText", "Zugriff auf's Profil {0}"));
    }

    private static void add(String alias, String name, String... members) {
        ADMIN.post(
                PATH + "/organizations",
                Map.of("name", name, "alias", alias, "domains", List.of(Map.of("name", alias + ".example"))));
        String id = ADMIN.get(PATH + "/organizations?exact=true&search=" + name.replace(" ", "%20"))
                .get(0)
                .path("id")
                .asText();
        for (String member : members) {
            ADMIN.post(PATH + "/organizations/" + id + "/members", REALM.userId(member));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "alice | openid organization:acme | Organization: Acme's Works (acme)",
                "alice | openid organization:globex | Organization: globex",
                "alice | openid organization:* | Organization: all your organizations",
                "bob | openid organization:acme | Organization: Acme's Works (acme)",
                "alice | openid organization | Organization",
            })
    @DisplayName("when a scope names one, or all of them, then the page does, and the token is for what it says")
    void named(String user, String scope, String shown) throws Exception {
        var app = REALM.app();
        UserAgent agent = new UserAgent();
        Page page = Browser.signIn(agent, app.request(Map.of("scope", scope)), user);

        assertThat(page.document().select(".cg-scope").eachText()).contains(shown);
        assertThat(Browser.redeems(app, Browser.authorize(agent, page))).isTrue();
    }

    @Test
    @DisplayName("when two are named, then each is shown")
    void both() {
        Page page = show("alice", Map.of("scope", "openid organization:globex organization:acme"));

        assertThat(page.document().select(".cg-scope").eachText())
                .contains("Organization: Acme's Works (acme)", "Organization: globex");
    }

    @Test
    @DisplayName("when the user is no member, then nothing of it is on the page or in the token")
    void noMember() throws Exception {
        var app = REALM.app();
        UserAgent agent = new UserAgent();
        Page page = Browser.signIn(agent, app.request(Map.of("scope", "openid organization:closed")), "alice");

        assertThat(page.document().select(".cg-scope").text()).doesNotContain("Organization", "Closed");
        assertThat(app.tokens(Browser.authorize(agent, page))
                        .getIDToken()
                        .getJWTClaimsSet()
                        .getClaim("organization"))
                .isNull();
    }

    @Test
    @DisplayName("when the realm's text has a place for it and an apostrophe, then it is seen in that place")
    void apostrophe() {
        Page page = show("alice", Map.of("scope", "openid organization:globex", "ui_locales", "de"));

        assertThat(page.document().select(".cg-scope").eachText()).contains("Zugriff auf's Profil globex");
    }

    private static Page show(String user, Map<String, String> parameters) {
        return Browser.signIn(new UserAgent(), REALM.app().request(parameters), user);
    }
}
