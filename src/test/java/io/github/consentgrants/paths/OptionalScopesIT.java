package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Device;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.RequestObjects;
import io.github.consentgrants.testing.ScopeBoxes;
import io.github.consentgrants.testing.StockConsents;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a client whose users may leave out optional scopes")
final class OptionalScopesIT {
    private static final String ADDRESS = "Address";
    private static final String PHONE = "Phone number";
    private static final String OFFLINE = "Offline Access";
    private static final Map<String, String> ASKED = Map.of("scope", "openid email address phone");

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();
    private TestRealm realm;
    private RelyingParty app;

    @BeforeEach
    void createRealm() {
        use(TestRealm.create(server));
    }

    private void use(TestRealm created) {
        if (realm != null) {
            realm.close();
        }
        realm = created;
        app = realm.app();
        configure(Map.of());
    }

    private void configure(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("optional-scopes", "another##app"));
        all.putAll(settings);
        realm.configureGate(true, all);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private Page ask(Map<String, String> parameters) {
        return Browser.signIn(agent, app.request(parameters), "alice");
    }

    private Page askAgain(Map<String, String> parameters) {
        return agent.open(app.request(parameters));
    }

    private Answer tokens(Page end) {
        assertThat(Browser.hasCode(end)).as(Outcome.describe(end)).isTrue();
        return realm.client("app")
                .token(
                        "authorization_code",
                        Map.of(
                                "code", RelyingParty.code(end),
                                "redirect_uri", RelyingParty.REDIRECT_URI,
                                "code_verifier", app.codeVerifier()));
    }

    private static Set<String> scopes(Answer tokens) {
        return Set.of(tokens.text("scope").split(" "));
    }

    private static Set<String> scopes(String jwt) {
        return Set.of(Approvals.claims(jwt).path("scope").asText().split(" "));
    }

    private JsonNode newest() {
        String path = "/realms/" + realm.name() + "/consent-grants";
        String id = server.admin().get(path).path("grants").get(0).path("id").asText();
        return server.admin().get(path + "/" + id);
    }

    private static List<String> texts(JsonNode list) {
        return list.findValuesAsText("text");
    }

    private Set<String> consented() throws Exception {
        try (Connection connection = server.openConnection()) {
            return new TreeSet<>(StockConsents.scopes(connection, realm.userId("alice"), realm.clientUuid("app")));
        }
    }

    @Test
    @DisplayName("when it asks, then the page has a box for each optional scope, checked, and none for the others")
    void shown() {
        Page page = ask(ASKED);
        assertThat(ScopeBoxes.texts(page)).containsExactlyInAnyOrder(ADDRESS, PHONE);
        assertThat(ScopeBoxes.checked(page)).containsExactlyInAnyOrder(ADDRESS, PHONE);
        assertThat(ScopeBoxes.required(page)).contains("Email address", "User profile");
        assertThat(page.document().select("form button").get(0).attributes().asList())
                .extracting(attribute -> attribute.getKey())
                .contains("formmethod", "hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "App", "app2", "ap"})
    @DisplayName("when the setting does not name the client, then there is no box, and a choice is refused")
    void otherClients(String listed) throws Exception {
        configure(Map.of("optional-scopes", listed));
        Page page = ask(ASKED);
        assertThat(ScopeBoxes.texts(page)).isEmpty();
        assertThat(page.document().select("input:not([type=hidden])")).isEmpty();
        assertThat(ScopeBoxes.required(page)).contains(ADDRESS, PHONE);
        Page answer = ScopeBoxes.post(agent, page, Browser.ACCEPT, List.of("1"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(Outcome.consumed(realm)).isZero();
    }

    @Test
    @DisplayName("when the operator says so, then no box is checked at first")
    void unchecked() {
        configure(Map.of("optional-scopes-preset", "unchecked"));
        Page page = ask(ASKED);
        assertThat(ScopeBoxes.texts(page)).containsExactlyInAnyOrder(ADDRESS, PHONE);
        assertThat(ScopeBoxes.checked(page)).isEmpty();
        assertThat(scopes(tokens(ScopeBoxes.authorize(agent, page)))).doesNotContain("address", "phone");
    }

    @ParameterizedTest
    @CsvSource({
        "true,  default",
        "true,  action alone",
        "false, default",
    })
    @DisplayName("when one is left out, then code, tokens, record and Keycloak's consent are without it")
    void leftOut(boolean consentRequired, String setup) throws Exception {
        if (setup.equals("action alone")) {
            use(TestRealm.create(server, Option.WITHOUT_AUTHENTICATOR));
        }
        configure(Map.of("applies-to", "all"));
        realm.updateClient("app", Map.of("consentRequired", consentRequired));
        realm.updateUser("alice", Map.of("attributes", Map.of("phoneNumber", List.of("+491234"))));

        Answer tokens = tokens(ScopeBoxes.authorize(agent, ask(ASKED), PHONE));

        assertThat(scopes(tokens))
                .contains("openid", "email", "profile", "phone")
                .doesNotContain("address");
        assertThat(scopes(tokens.text("access_token"))).isEqualTo(scopes(tokens));
        assertThat(Approvals.claims(tokens.text("id_token")).has("address")).isFalse();
        assertThat(consented()).contains("phone", "email").doesNotContain("address");
        JsonNode record = newest().path("record");
        assertThat(record.path("scopeNames"))
                .extracting(JsonNode::asText)
                .contains("phone")
                .doesNotContain("address");
        assertThat(record.path("leftOutNames")).extracting(JsonNode::asText).containsExactly("address");
        assertThat(texts(record.path("personal").path("scopes")))
                .contains(PHONE)
                .doesNotContain(ADDRESS);
        assertThat(record.path("personal").path("leftOut"))
                .extracting(JsonNode::asText)
                .containsExactly(ADDRESS);
    }

    @Test
    @DisplayName("when one is left out, then a refresh keeps to that, and cannot ask for more")
    void refreshed() {
        Answer tokens = tokens(ScopeBoxes.authorize(agent, ask(ASKED), PHONE));
        Map<String, String> refresh = new HashMap<>(Map.of("refresh_token", tokens.text("refresh_token")));
        Answer refreshed = realm.client("app").token("refresh_token", refresh);
        assertThat(scopes(refreshed)).isEqualTo(scopes(tokens)).doesNotContain("address");
        refresh.put("refresh_token", refreshed.text("refresh_token"));
        refresh.put("scope", "openid address");
        Answer wider = realm.client("app").token("refresh_token", refresh);
        assertThat(wider.hasToken() ? scopes(wider) : Set.of()).doesNotContain("address");
    }

    @Test
    @DisplayName("when offline access is left out, then there is no offline token, and the record says so")
    void offline() {
        realm.addDefaultRoles("alice");
        Map<String, String> asked = Map.of("scope", "openid offline_access phone");
        Page page = ask(asked);
        assertThat(ScopeBoxes.texts(page)).contains(OFFLINE);
        assertThat(page.document().select("#kc-consent-offline")).isEmpty();
        assertThat(page.document().select("#kc-consent-access").text()).contains("sign out");
        Answer online = tokens(ScopeBoxes.authorize(agent, page, PHONE));
        assertThat(Approvals.claims(online.text("refresh_token")).path("typ").asText())
                .isEqualTo("Refresh");
        JsonNode record = newest().path("record");
        assertThat(record.path("personal").path("offline").asBoolean(true)).isFalse();
        assertThat(record.path("lifetime").path("access").asText()).isEqualTo("10 hours");

        Answer offline = tokens(ScopeBoxes.authorize(agent, askAgain(asked), OFFLINE));
        assertThat(Approvals.claims(offline.text("refresh_token")).path("typ").asText())
                .isEqualTo("Offline");
        assertThat(newest().path("record").path("personal").path("offline").asBoolean())
                .isTrue();
    }

    @Test
    @DisplayName("when nothing but optional scopes is asked for and all are left out, then only what is always there")
    void allLeftOut() {
        Page end = ScopeBoxes.authorize(agent, ask(Map.of("scope", "phone")));
        assertThat(scopes(tokens(end))).contains("email", "profile").doesNotContain("phone", "openid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"3", "0", "-1", "01", "1,1", "1,2,2", "1,3", "address", "email", "openid", "''", "'1 '", "'1,'"})
    @DisplayName("when the form is tampered with, then it is refused, and nothing is decided")
    void tampered(String values) throws Exception {
        Page page = ask(ASKED);
        Page answer = ScopeBoxes.post(agent, page, Browser.ACCEPT, List.of(values.split(",", -1)));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(Browser.hasCode(answer)).isFalse();
        assertThat(realm.event("GRANT_CONSENT_ERROR")
                        .path("details")
                        .path("consent_grant_reason")
                        .asText())
                .isEqualTo("binding_mismatch");
        assertThat(Outcome.consumed(realm)).isZero();
        assertThat(realm.events("GRANT_CONSENT")).isEmpty();
    }

    @Test
    @DisplayName("when a box is posted with a denial, then it is a denial")
    void denied() {
        Page end = agent.follow(ScopeBoxes.post(agent, ask(ASKED), Browser.CANCEL, List.of("1", "77")));
        assertThat(RelyingParty.error(end)).isEqualTo("access_denied");
        JsonNode record = newest().path("record");
        assertThat(record.path("decision").asText()).isEqualTo("denied");
        assertThat(record.has("leftOutNames")).isFalse();
        assertThat(texts(record.path("personal").path("scopes"))).contains(PHONE, ADDRESS);
    }

    @Test
    @DisplayName("when a scope becomes a default one between page and post, then the page comes again without its box")
    void changedMeanwhile() {
        Page page = ask(ASKED);
        realm.addDefaultScope("app", "address");
        Page again = ScopeBoxes.authorize(agent, page, PHONE);
        assertThat(again.isConsent()).isTrue();
        assertThat(ScopeBoxes.texts(again)).containsExactly(PHONE);
        assertThat(ScopeBoxes.required(again)).contains(ADDRESS);
        assertThat(scopes(tokens(ScopeBoxes.authorize(agent, again))))
                .contains("address")
                .doesNotContain("phone");
    }

    @ParameterizedTest
    @CsvSource({"optional-scopes, plain", "optional-scopes-preset, unchecked"})
    @DisplayName("when the operator changes the setting between page and post, then the page comes again")
    void settingChanged(String name, String value) {
        Page page = ask(ASKED);
        configure(Map.of(name, value));
        assertThat(ScopeBoxes.authorize(agent, page, PHONE).isConsent()).isTrue();
    }

    @Test
    @DisplayName("when the page is loaded again, then it is the same page, with all boxes as at first")
    void reloaded() {
        Page page = ask(ASKED);
        Page again = agent.open(page.address());
        assertThat(again.instance()).isEqualTo(page.instance());
        assertThat(ScopeBoxes.checked(again)).containsExactlyInAnyOrder(ADDRESS, PHONE);
        assertThat(scopes(tokens(ScopeBoxes.authorize(agent, again, ADDRESS)))).doesNotContain("phone");
    }

    @Test
    @DisplayName("when two tabs choose differently, then each code is for its own choice")
    void twoTabs() {
        Page first = ask(ASKED);
        String firstVerifier = app.codeVerifier();
        RelyingParty other = realm.app();
        Page second = Browser.signIn(agent, other.request(ASKED), "alice");
        Page firstEnd = ScopeBoxes.authorize(agent, first, PHONE);
        assertThat(firstVerifier).isEqualTo(app.codeVerifier());
        Answer ofFirst = tokens(firstEnd);
        app = other;
        Answer ofSecond = tokens(ScopeBoxes.authorize(agent, second, ADDRESS));
        assertThat(scopes(ofFirst)).contains("phone").doesNotContain("address");
        assertThat(scopes(ofSecond)).contains("address").doesNotContain("phone");
        Answer refreshed =
                realm.client("app").token("refresh_token", Map.of("refresh_token", ofFirst.text("refresh_token")));
        assertThat(scopes(refreshed)).contains("phone").doesNotContain("address");
    }

    @Test
    @DisplayName("when the page is answered twice, then the second click leads to a page with the whole request")
    void secondClick() {
        Page page = ask(ASKED);
        Page end = ScopeBoxes.authorize(agent, page, PHONE);
        assertThat(Browser.hasCode(end)).isTrue();
        Page again = ScopeBoxes.authorize(agent, page, PHONE, ADDRESS);
        assertThat(Browser.hasCode(again)).isFalse();
        assertThat(again.isConsent()).as(Outcome.describe(again)).isTrue();
        assertThat(ScopeBoxes.texts(again)).containsExactlyInAnyOrder(ADDRESS, PHONE);
    }

    @Test
    @DisplayName("when it was approved before, then it can be left out now, and what was consented stays consented")
    void leftOutLater() throws Exception {
        tokens(ScopeBoxes.authorize(agent, ask(ASKED), PHONE, ADDRESS));
        Answer narrowed = tokens(ScopeBoxes.authorize(agent, askAgain(ASKED), PHONE));
        assertThat(scopes(narrowed)).doesNotContain("address");
        assertThat(consented()).contains("address", "phone");
    }

    @Test
    @DisplayName("when it was left out before, then it is asked for again with prompt=consent and can be given")
    void givenLater() {
        Map<String, String> prompt = new HashMap<>(ASKED);
        prompt.put("prompt", "consent");
        assertThat(scopes(tokens(ScopeBoxes.authorize(agent, ask(prompt), PHONE))))
                .doesNotContain("address");
        assertThat(scopes(tokens(ScopeBoxes.authorize(agent, askAgain(prompt), ADDRESS))))
                .contains("address")
                .doesNotContain("phone");
    }

    @Test
    @DisplayName("when the request was pushed, then the same")
    void pushed() {
        Page page = Browser.signIn(agent, app.pushed(app.push(ASKED)), "alice");
        assertThat(scopes(tokens(ScopeBoxes.authorize(agent, page, PHONE))))
                .contains("phone")
                .doesNotContain("address");
    }

    @Test
    @DisplayName("when the request was signed, then the same, and what stands beside it has no box")
    void signed() {
        RequestObjects key = new RequestObjects();
        realm.updateAttributes("app", key.attributes());
        Map<String, String> signed =
                app.parameters(URI.create(RelyingParty.REDIRECT_URI), Map.of("scope", "openid phone"));
        Map<String, String> request = new HashMap<>(Map.of("client_id", "app", "response_type", "code"));
        request.putAll(Map.of("scope", "openid address", "request", key.sign(realm, signed)));
        Page page = Browser.signIn(agent, app.address(request), "alice");
        assertThat(ScopeBoxes.texts(page)).containsExactly(PHONE);
        assertThat(scopes(tokens(ScopeBoxes.authorize(agent, page)))).doesNotContain("phone", "address");
    }

    /** Its tokens would follow what the device has asked for. */
    @Test
    @DisplayName("when it is a device that asks, then there is no box, and a choice is refused")
    void device() {
        configure(Map.of("device-page", "true"));
        Device.allow(realm, "app");
        Device device = Device.of(realm.client("app"), ASKED);
        Page page = Browser.password(agent, agent.open(device.address()), "alice");
        assertThat(page.isConsent()).as(Outcome.describe(page)).isTrue();
        assertThat(ScopeBoxes.texts(page)).isEmpty();
        assertThat(ScopeBoxes.required(page)).contains(ADDRESS, PHONE);
        assertThat(ScopeBoxes.post(agent, page, Browser.ACCEPT, List.of("1")).status())
                .isEqualTo(403);
        assertThat(device.poll().hasToken()).isFalse();
    }

    @Test
    @DisplayName("when a step comes after the page, then the choice is kept until the grant is used")
    void stepAfter() {
        use(TestRealm.create(server, Option.PASSWORD_AFTER_CONSENT));
        Page page = ask(ASKED);
        Page password = ScopeBoxes.authorize(agent, page, PHONE);
        assertThat(password.document().getElementById("kc-form-login")).isNotNull();
        Page end = Browser.password(agent, password, "alice");
        assertThat(scopes(tokens(end))).contains("phone").doesNotContain("address");
    }

    @Test
    @DisplayName("when the approval has expired before it is used, then the page offers the whole request again")
    void expired() throws Exception {
        use(TestRealm.create(server, Option.PASSWORD_AFTER_CONSENT));
        configure(Map.of("time-to-live", "10"));
        Page password = ScopeBoxes.authorize(agent, ask(ASKED), PHONE);
        Thread.sleep(11_000);
        Page again = Browser.password(agent, password, "alice");
        assertThat(again.isConsent()).isTrue();
        assertThat(ScopeBoxes.checked(again)).containsExactlyInAnyOrder(ADDRESS, PHONE);
    }

    private Map<String, String> askedThen(String lateChange) {
        Map<String, String> asked = new HashMap<>(ASKED);
        asked.put("login_hint", lateChange);
        return asked;
    }

    @Test
    @DisplayName("when another step is found after the grant was used, then the choice holds after that step")
    void released() {
        use(TestRealm.create(server, Option.LATE_CHANGE));
        Page step = ScopeBoxes.authorize(agent, ask(askedThen("action UPDATE_PASSWORD")), PHONE);
        assertThat(step.document().getElementById("kc-passwd-update-form")).isNotNull();
        Page end = agent.submit(
                step, "kc-passwd-update-form", null, Map.of("password-new", "alice", "password-confirm", "alice"));
        assertThat(scopes(tokens(end))).contains("phone").doesNotContain("address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "note nonce",
                "scope openid email address phone",
                "scope openid email address",
                "scope openid email phone address"
            })
    @DisplayName("when the request is changed after the grant was used, then refused, and the page offers all again")
    void rolledBack(String change) throws Exception {
        use(TestRealm.create(server, Option.LATE_CHANGE));
        Page page = ask(askedThen(change));
        Page refused = ScopeBoxes.authorize(agent, page, PHONE);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(Outcome.consumed(realm)).isZero();
        Page again = agent.open(page.address());
        assertThat(again.isConsent()).as(Outcome.describe(again)).isTrue();
        assertThat(ScopeBoxes.checked(again)).containsExactlyInAnyOrder(ADDRESS, PHONE);
    }

    /** Keycloak then prepares its answer before the grant is used: for the whole request. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("when Keycloak's own consent page is answered instead of the step that is left, then no code for more")
    void usedTooLate(boolean leavesOut) throws Exception {
        use(TestRealm.create(server, Option.WITHOUT_AUTHENTICATOR));
        Map<String, String> asked = new HashMap<>(ASKED);
        asked.put("kc_action", "UPDATE_PASSWORD");
        Page page = ask(asked);
        URI action = URI.create(page.document().getElementById(Browser.FORM).attr("abs:action"));
        Page step = leavesOut
                ? ScopeBoxes.authorize(agent, page, PHONE)
                : ScopeBoxes.authorize(agent, page, PHONE, ADDRESS);
        assertThat(step.document().getElementById("kc-passwd-update-form")).isNotNull();
        Map<String, String> tab = Tab.query(action);
        String query = UserAgent.encode(
                Map.of("client_id", "app", "tab_id", tab.get("tab_id"), "client_data", tab.get("client_data")));
        Page end = agent.follow(agent.send("POST", action.resolve("consent?" + query), "accept=accept"));
        assertThat(Browser.hasCode(end)).as(Outcome.describe(end)).isEqualTo(!leavesOut);
        assertThat(Outcome.consumed(realm)).isEqualTo(leavesOut ? 0 : 1);
    }
}
