package io.github.consentgrants.paths;

import static io.github.consentgrants.testing.ServiceProvider.hasAssertion;
import static io.github.consentgrants.testing.ServiceProvider.isAssertion;
import static io.github.consentgrants.testing.ServiceProvider.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.ServiceProvider;
import io.github.consentgrants.testing.ServiceProvider.AuthnRequest;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given a SAML service provider")
final class SamlIT {
    @AutoClose
    private static final TestRealm FLOW = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    @AutoClose
    private static final TestRealm ACTION = TestRealm.create(
            KeycloakServer.shared(Database.POSTGRESQL), Option.WITHOUT_AUTHENTICATOR, Option.ALL_CLIENTS);

    private static final ServiceProvider IN_FLOW = ServiceProvider.in(FLOW, "gated", true);
    private static final ServiceProvider IN_ACTION = ServiceProvider.in(ACTION, "gated", false);
    private static final ServiceProvider UNGATED = ServiceProvider.in(FLOW, "ungated", false);

    private final UserAgent agent = new UserAgent();

    /** The two places that ask: the authenticator, for a client with the switch; the action alone, for every client. */
    enum Setup {
        AUTHENTICATOR,
        ACTION_ALONE;

        TestRealm realm() {
            return this == AUTHENTICATOR ? FLOW : ACTION;
        }

        ServiceProvider provider() {
            return this == AUTHENTICATOR ? IN_FLOW : IN_ACTION;
        }
    }

    private Page signIn(ServiceProvider provider) {
        return Browser.password(agent, provider.request().redirect(agent), "alice");
    }

    private static Page nothingIssued(TestRealm realm, Supplier<Page> step) throws SQLException {
        var before = Grants.of(realm);
        Page end = step.get();
        assertThat(hasAssertion(end)).as(Outcome.describe(end)).isFalse();
        assertThat(Grants.of(realm)).isEqualTo(before);
        return end;
    }

    private Page oneAssertion(TestRealm realm, Page consent) throws SQLException {
        assertThat(consent.isConsent()).as(Outcome.describe(consent)).isTrue();
        assertThat(hasAssertion(consent)).isFalse();
        long before = Outcome.consumed(realm);
        Page end = Browser.authorize(agent, consent);
        assertThat(hasAssertion(end)).as(Outcome.describe(end)).isTrue();
        assertThat(Outcome.consumed(realm)).isEqualTo(before + 1);
        return end;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when the user clicks, then one assertion answers this very request, each time anew, in both bindings")
    void click(Setup setup) throws Exception {
        AuthnRequest first = setup.provider().request();
        Page consent = Browser.password(agent, first.post(agent), "alice");
        Page end = oneAssertion(setup.realm(), consent);
        assertThat(response(end)).contains("InResponseTo=\"" + first.id() + "\"", "status:Success");
        assertThat(ServiceProvider.field(end, "RelayState")).isEqualTo(ServiceProvider.RELAY_STATE);

        nothingIssued(setup.realm(), () -> agent.open(consent.address()));
        nothingIssued(setup.realm(), () -> Browser.authorize(agent, consent));

        AuthnRequest second = setup.provider().request();
        assertThat(response(oneAssertion(setup.realm(), second.redirect(agent))))
                .contains(second.id());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when the answer goes to Keycloak's own consent endpoint, then there is no assertion and no identity")
    void stockConsent(Setup setup) throws Exception {
        Page consent = signIn(setup.provider());
        Page end = nothingIssued(
                setup.realm(), () -> agent.send("POST", loginAction("consent", consent, setup.provider()), ""));
        assertThat(end.status()).isEqualTo(403);
        assertThat(end.response().headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("KEYCLOAK_IDENTITY=") || cookie.startsWith("KEYCLOAK_SESSION="));
    }

    private static URI loginAction(String path, Page page, ServiceProvider provider) {
        Map<String, String> query = Tab.query(
                URI.create(page.document().getElementById(Browser.FORM).attr("action")));
        return page.address()
                .resolve(path
                        + "?"
                        + UserAgent.encode(Map.of("client_id", provider.entityId(), "tab_id", query.get("tab_id"))));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when the request is passive, then it is answered NoPassive, with a session and without")
    void passive(Setup setup) throws Exception {
        Page without = nothingIssued(setup.realm(), () -> passive(setup.provider()));
        assertThat(response(without)).contains("status:NoPassive");
        oneAssertion(setup.realm(), signIn(setup.provider()));
        Page with = nothingIssued(setup.realm(), () -> passive(setup.provider()));
        assertThat(response(with)).contains("status:NoPassive");
    }

    private Page passive(ServiceProvider provider) {
        return provider.request().with("IsPassive", "true").redirect(agent);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when Keycloak begins the sign-in itself, then the page asks as well")
    void unsolicited(Setup setup) throws Exception {
        Page consent = Browser.password(agent, agent.open(setup.provider().unsolicited()), "alice");
        nothingIssued(setup.realm(), () -> agent.send("POST", loginAction("consent", consent, setup.provider()), ""));
        oneAssertion(
                setup.realm(),
                Browser.password(agent, agent.open(setup.provider().unsolicited()), "alice"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when an enhanced client brings the user's password, then there is no assertion")
    void enhancedClient(Setup setup) throws Exception {
        String answer = setup.provider().enhancedClient("alice");
        assertThat(answer).contains("Envelope").contains("status:NoPassive");
        assertThat(isAssertion(answer)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when the user denies, then the service provider is told so")
    void denied(Setup setup) throws Exception {
        Page end = Browser.deny(agent, signIn(setup.provider()));
        assertThat(hasAssertion(end)).isFalse();
        assertThat(response(end)).contains("status:RequestDenied");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when it is restarted, then the answer to the first page counts for nothing")
    void restarted(Setup setup) throws Exception {
        Page consent = signIn(setup.provider());
        Page login = agent.open(loginAction("restart", consent, setup.provider()));
        nothingIssued(setup.realm(), () -> Browser.authorize(agent, consent));
        oneAssertion(setup.realm(), Browser.password(agent, agent.open(login.address()), "alice"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when it comes from the restart cookie with another address, then nothing is sent there")
    void restartCookie(Setup setup) throws Exception {
        Page consent = signIn(setup.provider());
        Map<String, String> action = Tab.query(
                URI.create(consent.document().getElementById(Browser.FORM).attr("action")));
        String clientData = RestartIT.swapped(action.get("client_data"), ServiceProvider.ACS);
        agent.forgetCookies("AUTH_SESSION_ID");
        Map<String, String> query = Map.of(
                "client_id", setup.provider().entityId(), "tab_id", action.get("tab_id"), "client_data", clientData);
        Page login = agent.open(consent.address().resolve("authenticate?" + UserAgent.encode(query)));
        Page asked = Browser.password(agent, login, "alice");
        assertThat(asked.isConsent()).as(Outcome.describe(asked)).isTrue();
        long before = Outcome.consumed(setup.realm());
        Page end = Browser.authorize(agent, asked);
        assertThat(hasAssertion(end)).isFalse();
        assertThat(end.status()).isEqualTo(403);
        assertThat(Outcome.consumed(setup.realm())).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when another browser has the same session, then it neither sees nor answers the page")
    void otherBrowser(Setup setup) throws Exception {
        Page login = setup.provider().request().redirect(agent);
        UserAgent attacker = agent.fork();
        Page consent = Browser.password(agent, login, "alice");
        assertThat(nothingIssued(setup.realm(), () -> attacker.open(consent.address()))
                        .status())
                .isEqualTo(403);
        nothingIssued(setup.realm(), () -> Browser.authorize(attacker, consent));
        nothingIssued(setup.realm(), () -> attacker.open(loginAction("authenticate", consent, setup.provider())));
        oneAssertion(setup.realm(), agent.open(consent.address()));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when one of two tabs is authorized, then the other has nothing of it")
    void otherTab(Setup setup) throws Exception {
        Page first = signIn(setup.provider());
        Page second = signIn(setup.provider());
        Tab.of(setup.realm(), agent, second).authNote("consent-grant.clicked", first.instance());
        Page redirect = Tab.of(setup.realm(), agent, first).approve();
        nothingIssued(setup.realm(), () -> agent.open(loginAction("authenticate", second, setup.provider())));
        assertThat(hasAssertion(agent.follow(redirect))).isTrue();
    }

    /** What Keycloak keeps of a request, and what a later version may keep. */
    static final String FIELDS = """
            client-note, SAML_REQUEST_ID,                ID_other
            client-note, RelayState,                     elsewhere
            client-note, saml_binding,                   get
            client-note, NAMEID_FORMAT,                  urn:oasis:names:tc:SAML:2.0:nameid-format:persistent
            client-note, saml_idp_initiated_login,       true
            client-note, saml_authn_context_class_ref,   gold
            client-note, consent-grant.saml-endpoint,    http://localhost:1/acs/other
            client-note, a.note.of.tomorrow,             x
            redirect-uri, '',                            http://localhost:1/acs/other
            """;

    @ParameterizedTest(name = "{1}")
    @CsvSource(textBlock = FIELDS)
    @DisplayName("when a field changes between page and click, then nothing is minted and the page is shown again")
    void beforeTheClick(String kind, String name, String value) throws Exception {
        Page consent = signIn(IN_FLOW);
        change(Tab.of(FLOW, agent, consent), kind, name, value);
        Page again = nothingIssued(FLOW, () -> Browser.authorize(agent, consent));
        assertThat(again.isConsent()).isTrue();
        assertThat(again.text()).contains("has changed");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(textBlock = FIELDS)
    @DisplayName("when a field changes between click and assertion, then the grant is not spent")
    void afterTheClick(String kind, String name, String value) throws Exception {
        Page consent = signIn(IN_FLOW);
        Tab tab = Tab.of(FLOW, agent, consent);
        Page redirect = tab.approve();
        change(tab, kind, name, value);
        Page again = nothingIssued(FLOW, () -> agent.follow(redirect));
        assertThat(again.isConsent()).isTrue();
        assertThat(again.text()).contains("has changed");
    }

    private static void change(Tab tab, String kind, String name, String value) {
        if (kind.equals("client-note")) {
            tab.clientNote(name, value);
        } else {
            tab.redirectUri(value);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when the request asks for an artifact, then it comes after the click and is resolved once")
    void artifact(Setup setup) throws Exception {
        AuthnRequest request = setup.provider().request().with("ProtocolBinding", ServiceProvider.ARTIFACT);
        Page consent = Browser.password(agent, request.redirect(agent), "alice");
        nothingIssued(setup.realm(), () -> agent.send("POST", loginAction("consent", consent, setup.provider()), ""));

        AuthnRequest again = setup.provider().request().with("ProtocolBinding", ServiceProvider.ARTIFACT);
        String artifact = artifact(Browser.authorize(agent, Browser.password(agent, again.redirect(agent), "alice")));
        AuthnRequest next = setup.provider().request().with("ProtocolBinding", ServiceProvider.POST);
        Page end = oneAssertion(setup.realm(), next.redirect(agent));
        assertThat(response(end)).contains(next.id());
        assertThat(setup.provider().resolve(artifact)).contains(again.id(), "Assertion ");
        assertThat(isAssertion(setup.provider().resolve(artifact))).isFalse();
    }

    private static String artifact(Page end) {
        return end.isRedirect() ? Tab.query(end.location()).get("SAMLart") : ServiceProvider.field(end, "SAMLart");
    }

    @Test
    @DisplayName(
            "when the page asks, then it names what the assertion tells and where it goes, and promises nothing else")
    void content() {
        ServiceProvider provider = ServiceProvider.in(FLOW, "https://sp.example.com/metadata", true);
        FLOW.addMapper(
                provider.entityId(),
                "saml",
                "saml-user-property-mapper",
                Map.of("user.attribute", "lastName", "attribute.name", "urn:oid:2.5.4.4", "friendly.name", "surname"));
        Page page = signIn(provider);
        assertThat(text(page, "kc-consent-client")).contains("Service of " + provider.entityId());
        assertThat(text(page, "kc-consent-redirect")).contains("localhost:1");
        assertThat(text(page, "kc-consent-scopes")).contains("My Roles", "Roles");
        assertThat(text(page, "kc-consent-more")).contains("Username", "Last name");
        assertThat(page.document().getElementById("kc-consent-self-registered")).isNull();
        assertThat(page.document().getElementById("kc-consent-access")).isNull();

        AuthnRequest byEmail = provider.request().withNameId("urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress");
        assertThat(text(Browser.password(agent, byEmail.redirect(agent), "alice"), "kc-consent-more"))
                .contains("Email")
                .doesNotContain("Username");
    }

    private static String text(Page page, String id) {
        return page.document().getElementById(id).text();
    }

    @Test
    @DisplayName("when Keycloak forgets the page, then the guard refuses, wherever the sign-in ends")
    void forgotten() throws Exception {
        try (TestRealm realm = TestRealm.create(
                KeycloakServer.shared(Database.POSTGRESQL), Option.WITHOUT_AUTHENTICATOR, Option.ACTION_IS_SKIPPED)) {
            ServiceProvider gated = ServiceProvider.in(realm, "gated", true);
            // Or Keycloak's own consent page would come, with which StockConsentPostIT and stockConsent deal.
            realm.removeScope("gated", "role_list");
            realm.removeScope("gated", "AuthnContextClassRef");
            ServiceProvider plain = ServiceProvider.in(realm, "plain-saml", false);
            Page end = nothingIssued(realm, () -> signIn(gated));
            assertThat(end.status()).as(Outcome.describe(end)).isEqualTo(403);
            assertThat(hasAssertion(signIn(plain))).isTrue();
            Page atEndpoint = nothingIssued(realm, () -> gated.request().redirect(agent));
            assertThat(atEndpoint.status()).isEqualTo(403);
            assertThat(atEndpoint.text()).contains("without your approval");
            assertThat(response(nothingIssued(realm, () -> passive(gated)))).contains("status:NoPassive");
            assertThat(isAssertion(gated.enhancedClient("alice"))).isFalse();
        }
    }

    @Test
    @DisplayName("when it is not gated, then everything is as without the extension")
    void ungated() throws Exception {
        Page end = signIn(UNGATED);
        assertThat(end.isConsent()).isFalse();
        assertThat(hasAssertion(end)).isTrue();
        assertThat(hasAssertion(passive(UNGATED))).isTrue();
        assertThat(hasAssertion(agent.open(UNGATED.unsolicited()))).isTrue();
        assertThat(isAssertion(UNGATED.enhancedClient("alice"))).isTrue();
    }
}
