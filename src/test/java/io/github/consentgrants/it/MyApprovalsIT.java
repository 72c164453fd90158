package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a user's own approvals, over HTTP")
final class MyApprovalsIT {
    private static final String NOWHERE = "018bcfe5-6800-7000-8000-000000000000";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent alice = new UserAgent();
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private URI address(String rest) {
        return address(realm, rest);
    }

    private static URI address(TestRealm of, String rest) {
        return of.server().baseUrl().resolve("/realms/" + of.name() + "/consent-grants" + rest);
    }

    /** Signs the user in with a request of the client, and decides; returns the answer that the client gets. */
    private Page decide(UserAgent agent, RelyingParty app, String user, boolean authorize) {
        Page page = agent.open(app.request(Map.of()));
        Page consent = page.isConsent() ? page : Browser.password(agent, page, user);
        return authorize ? Browser.authorize(agent, consent) : Browser.deny(agent, consent);
    }

    private String newest() throws SQLException {
        List<Grants.Row> rows = Grants.of(realm);
        return rows.get(rows.size() - 1).id();
    }

    private String state(String grantId) {
        return server.admin()
                .get("/realms/" + realm.name() + "/consent-grants/" + grantId)
                .path("state")
                .asText();
    }

    private Page takeBack(UserAgent agent, String grantId) {
        return agent.submit(agent.open(address("/" + grantId + "/take-back")), "kc-mine-form", null, Map.of());
    }

    private static String notice(Page page) {
        Element notice = page.document().getElementById("kc-mine-notice");
        return notice == null ? "" : notice.text();
    }

    /** An approval that alice has given in a browser of hers, which stays signed in. */
    private String approved() throws SQLException {
        Browser.hasCode(decide(alice, realm.app(), "alice", true));
        return newest();
    }

    @ParameterizedTest
    @EnumSource(
            value = Option.class,
            names = {"ALL_CLIENTS", "WITHOUT_AUTHENTICATOR", "WITHOUT_CONSENT_GRANTS"})
    @DisplayName("when nobody is signed in, then the user signs in, is asked for no approval, and lands on the page")
    void signsIn(Option option) throws Exception {
        try (TestRealm own = TestRealm.create(server, option)) {
            Page login = alice.open(address(own, ""));
            assertThat(login.document().getElementById("kc-form-login")).isNotNull();
            List<String> seen = new ArrayList<>();
            Page page = alice.post(login, "kc-form-login", null, Map.of("username", "alice", "password", "alice"));
            while (page.isRedirect()) {
                seen.add(page.location().toString());
                page = alice.send("GET", page.location(), null);
            }
            assertThat(page.sent()).isEqualTo(address(own, ""));
            assertThat(page.document().getElementById("kc-mine-none")).isNotNull();
            assertThat(page.document().getElementById("kc-mine-account").text()).contains("alice");
            // Nothing that anybody could redeem is on the way.
            assertThat(seen)
                    .isNotEmpty()
                    .noneMatch(location -> Pattern.compile("[?&#](code|access_token|id_token)=")
                            .matcher(location)
                            .find());
            assertThat(Grants.of(own)).isEmpty();
        }
    }

    /** Like any tab that no client has opened (docs/adr/0012). */
    @Test
    @DisplayName(
            "when an administrator has gated the account client, then the sign-in ends on a page of Keycloak's and asks nothing;"
                    + " who is signed in sees the approvals")
    void accountGated() throws Exception {
        realm.updateClient("account", Map.of("consentRequired", true));
        Page page = Browser.password(alice, alice.open(address("")), "alice");
        assertThat(page.isConsent()).isFalse();
        assertThat(page.document().getElementById("kc-consent-mine")).isNull();
        assertThat(Browser.hasCode(page)).isFalse();
        assertThat(Grants.of(realm)).isEmpty();
        UserAgent signedIn = new UserAgent();
        decide(signedIn, realm.app(), "alice", true);
        assertThat(signedIn.open(address("")).document().select("#kc-mine-list > li"))
                .hasSize(1);
    }

    @Test
    @DisplayName("when the account client is disabled, then the user can sign in and reach the page all the same")
    void accountDisabled() {
        realm.updateClient("account", Map.of("enabled", false));
        Page page = Browser.password(alice, alice.open(address("")), "alice");
        assertThat(page.document().getElementById("kc-mine-none")).isNotNull();
    }

    @Test
    @DisplayName("when the sign-in took so long that its tab was forgotten, then the browser's cookie brings it back")
    void restarted() {
        Page login = alice.open(address(""));
        alice.forgetCookies("AUTH_SESSION");
        Page again = Browser.password(alice, login, "alice");
        Page page = Browser.password(alice, again, "alice");
        assertThat(page.sent()).isEqualTo(address(""));
        assertThat(page.document().getElementById("kc-mine-none")).isNotNull();
    }

    @Test
    @DisplayName("when the sign-in began at one approval, then it ends there, also for a post whose session had ended")
    void landsWhereItBegan() throws Exception {
        String id = approved();
        UserAgent fresh = new UserAgent();
        Page details = Browser.password(fresh, fresh.open(address("/" + id)), "alice");
        assertThat(details.sent()).isEqualTo(address("/" + id));
        assertThat(details.document().getElementById("kc-mine-take-back")).isNotNull();

        Page ask = alice.open(address("/" + id + "/take-back"));
        server.admin().send("POST", "/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/logout", null);
        Page login = alice.submit(ask, "kc-mine-form", null, Map.of());
        assertThat(login.document().getElementById("kc-form-login")).isNotNull();
        Page again = Browser.password(alice, login, "alice");
        assertThat(again.sent()).isEqualTo(address("/" + id + "/take-back"));
        assertThat(state(id)).isEqualTo("consumed");
        assertThat(notice(takeBack(alice, id))).contains("taken this approval back");
        assertThat(state(id)).isEqualTo("revoked");
    }

    @Test
    @DisplayName(
            "when approvals are listed, then each says what, for whom, when, from where, its state and what it gives")
    void listed() throws Exception {
        RelyingParty redeeming = realm.app();
        redeeming.tokens(decide(alice, redeeming, "alice", true));
        decide(alice, realm.app(), "alice", true);
        decide(alice, realm.publicApp(), "alice", false);
        UserAgent elsewhere = new UserAgent();
        decide(elsewhere, realm.app(), "alice", true);
        decide(new UserAgent(), realm.app(), "bob", true);

        List<Element> entries = alice.open(address("")).document().select("#kc-mine-list > li");
        assertThat(entries).hasSize(4).allSatisfy(entry -> {
            assertThat(entry.text()).contains("Test App", "Email address");
            assertThat(entry.select("time").attr("datetime")).endsWith("Z");
        });
        assertThat(entries.get(0).text()).contains("Another one, signed in on").doesNotContain("This one");
        assertThat(entries.subList(1, 4)).allMatch(entry -> entry.text().contains("This one"));
        assertThat(entries.get(1).text()).contains("Denied", "Nothing");
        assertThat(entries.get(2).text()).contains("on its way to the application", "can pick up its access");
        assertThat(entries.get(3).text()).contains("Approved and used", "Access until you sign out");
        assertThat(entries.toString()).doesNotContain("bob");
    }

    /** What the row says is enough. */
    @ParameterizedTest
    @ValueSource(strings = {"full", "none"})
    @DisplayName("when a session has ended, then what was approved in it gives nothing any more; offline access does")
    void ended(String record) throws Exception {
        realm.configure(Map.of("record", record));
        realm.grantRole("alice", "offline_access");
        RelyingParty online = realm.app();
        online.tokens(decide(new UserAgent(), online, "alice", true));
        UserAgent elsewhere = new UserAgent();
        RelyingParty offline = realm.publicApp();
        Page page = Browser.signIn(elsewhere, offline.request(Map.of("scope", "openid offline_access")), "alice");
        offline.tokens(Browser.authorize(elsewhere, page));
        server.admin().send("POST", "/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/logout", null);
        RelyingParty current = realm.app();
        current.tokens(decide(alice, current, "alice", true));

        List<Element> entries = alice.open(address("")).document().select("#kc-mine-list > li");
        assertThat(entries.get(0).text()).contains("Access until you sign out", "This one");
        assertThat(entries.get(1).text())
                .contains("Access until you take it back", "Another one")
                .doesNotContain("This one");
        assertThat(entries.get(2).text()).contains("Approved and used", "Still gives Nothing", "Another one");
    }

    @Test
    @DisplayName(
            "when a row of an earlier version names no session, and there is no record, then it may still give access")
    void withoutSession() throws Exception {
        realm.configure(Map.of("record", "none"));
        RelyingParty app = realm.app();
        app.tokens(decide(alice, app, "alice", true));
        String id = newest();
        update("UPDATE cg_consent_grant SET session_id = NULL WHERE id = ?", id);
        assertThat(alice.open(address(""))
                        .document()
                        .select("#kc-mine-list > li")
                        .text())
                .contains("Approved and used", "Still gives Access")
                .doesNotContain("until you", "This one", "Another one");
    }

    @Test
    @DisplayName("when the application was renamed since, then the details are as they were shown")
    void asShown() throws Exception {
        String id = approved();
        realm.updateClient("app", Map.of("name", "Renamed App"));
        realm.updateScope("email", Map.of("consent.screen.text", "Renamed scope"));
        Page details = alice.open(address("/" + id));
        assertThat(details.text())
                .contains("Test App", "Email address", "localhost")
                .doesNotContain("Renamed");
        assertThat(details.document().getElementById("kc-mine-scopes").attr("lang"))
                .isEqualTo("en");
    }

    @Test
    @DisplayName("when no record was kept, then only the row is shown, and there is no receipt")
    void withoutRecord() throws Exception {
        realm.configure(Map.of("record", "none"));
        String id = approved();
        Page details = alice.open(address("/" + id));
        assertThat(details.document().getElementById("kc-mine-no-record")).isNotNull();
        assertThat(details.document().getElementById("kc-mine-client").text()).isEqualTo("Application app");
        assertThat(details.document().getElementById("kc-mine-receipt")).isNull();
        assertThat(alice.open(address("/" + id + "/receipt")).status()).isEqualTo(404);
        assertThat(notice(takeBack(alice, id))).contains("taken this approval back");
    }

    @Test
    @DisplayName("when an approval is taken back, then it is asked once, its code is refused, and an event says so")
    void takenBack() throws Exception {
        RelyingParty app = realm.app();
        Page answer = decide(alice, app, "alice", true);
        String id = newest();
        Page other = decide(alice, app, "alice", true);
        Page done = takeBack(alice, id);
        assertThat(done.sent().getPath()).isEqualTo(address("/" + id).getPath());
        assertThat(done.document().select("#kc-mine-notice[role=status]").text())
                .contains("taken this approval back");
        assertThat(done.text()).contains("Taken back");
        assertThat(done.document().getElementById("kc-mine-take-back")).isNull();
        assertThat(state(id)).isEqualTo("revoked");
        assertThat(app.redeem(answer).indicatesSuccess()).isFalse();
        assertThat(app.redeem(other).indicatesSuccess()).isTrue();
        assertThat(realm.event("REVOKE_GRANT")
                        .path("details")
                        .path("consent_grant_id")
                        .asText())
                .isEqualTo(id);
        // Who comes back to the question, or answers it again, finds that it is done.
        assertThat(alice.open(address("/" + id + "/take-back")).sent()).isEqualTo(address("/" + id));
        assertThat(realm.events("REVOKE_GRANT")).hasSize(1);
    }

    @Test
    @DisplayName("when a request was denied, then there is nothing to take back")
    void denied() throws Exception {
        decide(alice, realm.app(), "alice", true);
        decide(alice, realm.app(), "alice", false);
        String id = newest();
        assertThat(alice.open(address("/" + id)).document().getElementById("kc-mine-take-back"))
                .isNull();
        assertThat(alice.open(address("/" + id + "/take-back")).sent()).isEqualTo(address("/" + id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "wrong", "of another session", "of another grant", "sent by another site"})
    @DisplayName(
            "when the post does not come from the page that asks, then nothing is taken back, and it is asked again")
    void forged(String token) throws Exception {
        String other = approved();
        String id = approved();
        UserAgent elsewhere = new UserAgent();
        decide(elsewhere, realm.app(), "alice", true);
        String own = token(alice, id);
        String sent = switch (token) {
            case "missing" -> "";
            case "wrong" -> "token=" + own.substring(1) + own.charAt(0);
            case "of another session" -> "token=" + token(elsewhere, id);
            case "of another grant" -> "token=" + token(alice, other);
            default -> "token=" + own;
        };
        if (token.equals("sent by another site")) {
            alice.sendAlso("Sec-Fetch-Site", "cross-site");
        }
        Page refused = alice.send("POST", address("/" + id + "/take-back"), sent);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(notice(refused)).contains("Nothing was changed");
        assertThat(state(id)).isEqualTo("consumed");
        alice.sendAlso("Sec-Fetch-Site", "same-origin");
        Page done = alice.follow(alice.send("POST", address("/" + id + "/take-back"), "token=" + own));
        assertThat(notice(done)).contains("taken this approval back");
    }

    private String token(UserAgent agent, String id) {
        return agent.open(address("/" + id + "/take-back"))
                .document()
                .select("#kc-mine-form input[name=token]")
                .attr("value");
    }

    @Test
    @DisplayName("when an address with a get, or another kind of body, asks to take back, then nothing is taken back")
    void onlyAForm() throws Exception {
        String id = approved();
        String own = token(alice, id);
        alice.open(address("/" + id + "/take-back?token=" + own));
        assertThat(state(id)).isEqualTo("consumed");
        alice.sendAlso("Content-Type", "text/plain");
        assertThat(alice.send("POST", address("/" + id + "/take-back"), "token=" + own)
                        .status())
                .isEqualTo(403);
        assertThat(state(id)).isEqualTo("consumed");
    }

    @Test
    @DisplayName("when an approval is another user's, then it is answered exactly as one that does not exist")
    void ofAnother() throws Exception {
        String id = approved();
        UserAgent bob = new UserAgent();
        Browser.password(bob, bob.open(address("")), "bob");
        for (String rest : List.of("", "/receipt", "/take-back")) {
            Page existing = bob.open(address("/" + id + rest));
            Page unknown = bob.open(address("/" + NOWHERE + rest));
            Page malformed = bob.open(address("/nonsense" + rest));
            assertThat(existing.status()).isEqualTo(404);
            assertThat(existing.text()).contains("You have no such approval").doesNotContain("Test App");
            assertThat(body(existing, id)).isEqualTo(body(unknown, NOWHERE));
            assertThat(body(malformed, "nonsense")).isEqualTo(body(unknown, NOWHERE));
            assertThat(malformed.status()).isEqualTo(404);
        }
        Page posted = bob.send("POST", address("/" + id + "/take-back"), "token=x");
        Page unknown = bob.send("POST", address("/" + NOWHERE + "/take-back"), "token=x");
        assertThat(posted.status()).isEqualTo(404);
        assertThat(body(posted, id)).isEqualTo(body(unknown, NOWHERE));
        assertThat(state(id)).isEqualTo("consumed");
    }

    private static String body(Page page, String id) {
        return page.response().body().replace(id, "ID");
    }

    @Test
    @DisplayName("when the id is one of another realm, then it does not exist here")
    void ofAnotherRealm() throws Exception {
        String id = approved();
        try (TestRealm other = TestRealm.create(server)) {
            UserAgent there = new UserAgent();
            Browser.password(there, there.open(address(other, "")), "alice");
            assertThat(there.open(address(other, "/" + id)).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "when an administrator impersonates the user, by a tab that was open before or not, then the approvals are seen and"
                    + " none can be taken back")
    void impersonated(boolean tabWasOpen) throws Exception {
        String id = approved();
        UserAgent admin = new UserAgent();
        if (tabWasOpen) {
            admin.open(realm.plain().request(Map.of()));
        }
        admin.accept(server.admin()
                .send(
                        "POST",
                        "/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/impersonation",
                        Map.of()));
        if (tabWasOpen) {
            assertThat(Browser.hasCode(admin.open(realm.plain().request(Map.of()))))
                    .isTrue();
        }
        Page list = admin.open(address(""));
        assertThat(list.document().select("#kc-mine-list > li")).hasSize(1);
        assertThat(list.document().getElementById("kc-mine-impersonated")).isNotNull();
        Page details = admin.open(address("/" + id));
        assertThat(details.document().getElementById("kc-mine-take-back")).isNull();
        assertThat(admin.open(address("/" + id + "/receipt")).status()).isEqualTo(200);
        Page ask = admin.open(address("/" + id + "/take-back"));
        assertThat(ask.status()).isEqualTo(403);
        assertThat(notice(ask)).contains("only the user can take one back");
        Page posted = admin.send("POST", address("/" + id + "/take-back"), "token=" + token(alice, id));
        assertThat(posted.status()).isEqualTo(403);
        assertThat(state(id)).isEqualTo("consumed");
    }

    @Test
    @DisplayName("when a receipt is downloaded, then it is the one that an administrator gets")
    void receipt() throws Exception {
        String id = approved();
        Page receipt = alice.open(address("/" + id + "/receipt"));
        assertThat(receipt.response().headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"consent-receipt-" + id + ".jwt\"");
        assertThat(receipt.response().headers().firstValue("Content-Type")).contains("application/consent-receipt+jwt");
        assertThat(receipt.response().headers().firstValue("Cache-Control").orElse(""))
                .contains("no-store");
        String ofAdmin = server.admin()
                .send("GET", "/realms/" + realm.name() + "/consent-grants/" + id + "/receipt", null)
                .body();
        assertThat(receipt.response().body()).isEqualTo(ofAdmin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/ID", "/ID/take-back", "/nonsense"})
    @DisplayName("when a page is answered, then nobody may keep or frame it, and the realm's policy holds")
    void headers(String rest) throws Exception {
        String id = approved();
        var headers = alice.open(address(rest.replace("ID", id))).response().headers();
        assertThat(headers.allValues("Cache-Control"))
                .singleElement()
                .asString()
                .contains("no-store");
        assertThat(headers.allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors 'none'", "object-src 'none'");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("X-Robots-Tag")).contains("none");
    }

    @Test
    @DisplayName("when a record in the database has hostile texts, then they are text, and what is hidden is seen")
    void hostile() throws Exception {
        String id = approved();
        String hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\\u202E${7*7}";
        replaceInRecord(id, "Email address", hostile);
        replaceInContent(id, "Test App", hostile);
        for (String rest : List.of("", "/" + id, "/" + id + "/take-back")) {
            Page page = alice.open(address(rest));
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.document().select("#kc-consent-mine script, #kc-consent-mine img"))
                    .isEmpty();
            assertThat(page.text()).contains("<script>alert(1)</script>").doesNotContain("\u202E");
        }
        assertThat(takeBack(alice, id).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("when a record in the database is no record, then the page says that there is none")
    void broken() throws Exception {
        String id = approved();
        update("UPDATE cg_consent_record SET content = '{\"client\":[],\"x\":' || '}' WHERE id = ?", id);
        Page page = alice.open(address("/" + id));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.document().getElementById("kc-mine-no-record")).isNotNull();
    }

    private void replaceInRecord(String id, String text, String by) throws SQLException {
        update(
                "UPDATE cg_consent_record SET personal = replace(personal, '" + text + "', '" + by + "') WHERE id = ?",
                id);
    }

    private void replaceInContent(String id, String text, String by) throws SQLException {
        update(
                "UPDATE cg_consent_record SET content = replace(content, '" + text + "', '" + by + "') WHERE id = ?",
                id);
    }

    private void update(String sql, String id) throws SQLException {
        try (Connection connection = server.openConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, id);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName(
            "when a user has 10,000 approvals, then each comes once, page by page, the newest first, each page at once")
    void tenThousand() throws Exception {
        approved();
        copies(newest(), 9_999);
        List<String> seen = new ArrayList<>();
        URI next = address("");
        long slowest = 0;
        while (next != null) {
            long start = System.nanoTime();
            Page page = alice.open(next);
            slowest = Math.max(slowest, System.nanoTime() - start);
            seen.addAll(page.document().select("#kc-mine-list h2 a").eachAttr("href"));
            Element older = page.document().getElementById("kc-mine-older");
            next = older == null ? null : URI.create(older.attr("abs:href"));
        }
        assertThat(seen).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(seen).isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(slowest / 1_000_000).as("milliseconds").isLessThan(2_000);
    }

    /** Copies of a grant and its record, each a millisecond older. */
    private void copies(String id, int count) throws SQLException {
        copy("cg_consent_grant", id, count);
        copy("cg_consent_record", id, count);
    }

    private void copy(String table, String id, int count) throws SQLException {
        try (Connection connection = server.openConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table
                        + " SELECT (jsonb_populate_record(t, jsonb_build_object('id', lower(overlay(t.id placing"
                        + " lpad(to_hex(n), 8, '0') from 1 for 8))))).* FROM " + table
                        + " t, generate_series(1, ?) n WHERE t.id = ?")) {
            insert.setInt(1, count);
            insert.setString(2, id);
            assertThat(insert.executeUpdate()).isEqualTo(count);
        }
    }

    @Test
    @DisplayName("when the database fails, then the page says that approvals cannot be read at the moment")
    void unavailable() throws Exception {
        String id = approved();
        String token = token(alice, id);
        rename("cg_consent_grant", "cg_gone");
        try {
            assertThat(alice.open(address("")).status()).isEqualTo(503);
            Page posted = alice.send("POST", address("/" + id + "/take-back"), "token=" + token);
            assertThat(posted.status()).isEqualTo(503);
            assertThat(posted.response().body()).doesNotContain("SQL", "Exception");
        } finally {
            rename("cg_gone", "cg_consent_grant");
        }
        assertThat(alice.open(address("")).status()).isEqualTo(200);
    }

    private void rename(String from, String to) throws SQLException {
        try (Connection connection = server.openConnection();
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + from + " RENAME TO " + to);
        }
    }

    @Test
    @DisplayName("when the realm demands https or is disabled, then there is neither a page nor a sign-in")
    void unusable() throws Exception {
        String id = approved();
        realm.update(Map.of("sslRequired", "all"));
        assertThat(alice.open(address("/" + id)).status()).isEqualTo(400);
        realm.update(Map.of("sslRequired", "none", "enabled", false));
        assertThat(alice.open(address("/" + id)).status()).isEqualTo(400);
        assertThat(new UserAgent().open(address("")).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("when the user was removed or disabled, or the session ended, then the page is a sign-in")
    void notSignedIn() throws Exception {
        String id = approved();
        realm.updateUser("alice", Map.of("enabled", false));
        assertThat(alice.open(address("/" + id)).document().getElementById("kc-form-login"))
                .isNotNull();
    }

    @Test
    @DisplayName("when the language is chosen, then the page has it, and the record keeps its own")
    void language() throws Exception {
        realm.update(Map.of("internationalizationEnabled", true, "supportedLocales", List.of("en", "de", "ar")));
        String id = approved();
        Page german = alice.open(address("/" + id + "?kc_locale=de"));
        assertThat(german.text()).contains("Zurücknehmen", "Email address");
        assertThat(german.document().getElementById("kc-mine-scopes").attr("lang"))
                .isEqualTo("en");
        Page arabic = alice.open(address("?kc_locale=ar"));
        assertThat(arabic.document().select("html").attr("dir")).isEqualTo("rtl");
    }
}
