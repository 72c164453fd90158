package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Documentation;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.SetupCalls;
import io.github.consentgrants.testing.StockConsents;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Given a realm that knows nothing of consent grants")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The lines are for a POSIX shell")
final class KcadmIT {
    private static final String CREDENTIALS =
            "kcadm.sh config credentials --server http://localhost:8080 --realm master --user admin\n";

    /** The blocks of the configuration page. */
    private static final int ADMIN_API = 0;

    private static final int STATUS = 1;
    private static final int UNINSTALL = 2;
    private static final int BY_HAND = 3;

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @TempDir
    private Path folder;

    @Test
    @DisplayName("when the README's lines are run, then clients that require consent are gated, in the flow")
    void readme() throws Exception {
        try (TestRealm realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS)) {
            realm.updateClient("app", Map.of("consentRequired", true));
            run(lines("README.md", 0), realm);
            assertAskedInFlow(realm);
        }
    }

    @Test
    @DisplayName(
            "when the installation page's lines for kcadm.sh are run, then its client is gated, with the authenticator in the flow; after those to"
                    + " uninstall, Keycloak asks anew itself")
    void installation() throws Exception {
        try (TestRealm realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS)) {
            String printed = run(lines("docs/installation.md", 0), realm);
            assertThat(printed).contains("register and enable the required action");
            assertAskedInFlow(realm);

            run(lines("docs/configuration.md", UNINSTALL), realm);
            assertAskedByKeycloak(realm);
        }
    }

    @Test
    @DisplayName(
            "when the configuration page's lines for the admin API are run, then a grant is listed, shown, revoked and exported; what is wrong is"
                    + " said in words")
    void adminApi() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            UserAgent agent = new UserAgent();
            Browser.authorize(agent, Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
            String printed = run(lines("docs/configuration.md", ADMIN_API), realm);
            assertThat(printed)
                    .contains("\"state\" : \"consumed\"", "consent-grants/record/v1", "\"state\":\"revoked\"")
                    .contains("{\"exported\":1}", "{\"exported\":0}");

            printed = run(
                    lines("docs/configuration.md", STATUS)
                            + "! kcadm.sh get consent-grants -r demo -q limit=0\n"
                            + "! kcadm.sh get consent-grants -r demo -q states=denied\n"
                            + "! kcadm.sh create consent-grants/setup -r demo -f - <<< '{\"dryrun\": true}'\n",
                    realm);
            assertThat(printed)
                    .contains("\"problems\"", "The parameter limit is no number from 1 to 1000")
                    .contains("Unknown parameter. There are: before", "Unknown field. There are: dryRun, settings");
        }
    }

    @Test
    @DisplayName("when the privacy page's lines are run, then the user's grants are exported, and the user is erased")
    void privacy() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            UserAgent agent = new UserAgent();
            Browser.authorize(agent, Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
            run(lines("docs/privacy.md", 0), realm);

            List<String> exported = Files.readAllLines(folder.resolve("alice.ndjson"));
            assertThat(exported).hasSize(2).last().isEqualTo("{\"exported\":1}");
            assertThat(exported.get(0)).contains(realm.userId("alice"), "consent-grants/record/v1", "\"personal\":");
            String path = "/realms/" + realm.name() + "/consent-grants/export";
            assertThat(server.admin().send("GET", path, null).body())
                    .contains("removed:")
                    .doesNotContain(realm.userId("alice"), "\"personal\":");
        }
    }

    @Test
    @DisplayName("when the lines to do it by hand are run, and then those to undo that, then the same")
    void byHand() throws Exception {
        try (TestRealm realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS)) {
            run(lines("docs/installation.md", 1), realm);
            assertAskedInFlow(realm);

            run(lines("docs/configuration.md", BY_HAND) + lines("docs/configuration.md", UNINSTALL), realm);
            assertAskedByKeycloak(realm);
        }
    }

    @Test
    @DisplayName(
            "when the policy page's lines are run, then one click lasts for the session, except for the scope that is asked for each time")
    void policy() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            String roles = "/realms/" + realm.name() + "/clients/" + realm.clientUuid("app") + "/roles";
            server.admin().post(roles, Map.of("name", "intranet"));
            String printed = run(
                    CREDENTIALS + lines("docs/policy.md", 0) + lines("docs/policy.md", 1) + lines("docs/policy.md", 2),
                    realm);
            assertThat(printed).contains("\"asked\" : \"once_per_session\"");
            UserAgent agent = new UserAgent();
            RelyingParty app = realm.app();
            Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
            assertThat(Browser.redeems(app, agent.open(app.request(Map.of())))).isTrue();
            Map<String, String> phone = Map.of("scope", "openid phone");
            Browser.authorize(agent, agent.open(app.request(phone)));
            assertThat(agent.open(app.request(phone)).isConsent()).isTrue();
        }
    }

    private static void assertAskedInFlow(TestRealm realm) {
        UserAgent agent = new UserAgent();
        RelyingParty app = realm.app();
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        assertThat(consent.isConsent()).isTrue();
        assertThat(Browser.redeems(app, Browser.authorize(agent, consent))).isTrue();
        SetupCalls setup = new SetupCalls(realm);
        assertThat(setup.steps(setup.boundFlow())).endsWith("0 REQUIRED consent-grant-authenticator");
    }

    private static void assertAskedByKeycloak(TestRealm realm) {
        Page stock = Browser.signIn(new UserAgent(), realm.app().request(Map.of()), "alice");
        assertThat(StockConsents.isAsked(stock)).isTrue();
    }

    private static String lines(String file, int number) throws IOException {
        return Documentation.lines(file, number);
    }

    private String run(String documented, TestRealm realm) throws IOException, InterruptedException {
        return Documentation.run(documented, server.baseUrl(), realm.name(), folder, Map.of());
    }
}
