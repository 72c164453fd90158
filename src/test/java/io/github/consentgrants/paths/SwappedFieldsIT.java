package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Given a request that changes under the user's hands")
final class SwappedFieldsIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    /** The bound fields that an authentication session holds as notes, by the names of the binding. */
    static final String FIELDS = """
            ISSUER,                client-note, iss,                             http://localhost/realms/other
            REDIRECT_TARGET,       redirect-uri, '',                             http://localhost:1/callback/other
            REDIRECT_URI,          client-note, redirect_uri,                    http://localhost:1/callback/other
            RESPONSE_TYPE,         client-note, response_type,                   code id_token
            RESPONSE_MODE,         client-note, response_mode,                   fragment
            SCOPE,                 client-note, scope,                           openid profile email acr
            CODE_CHALLENGE,        client-note, code_challenge,                  E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
            CODE_CHALLENGE_METHOD, client-note, code_challenge_method,           plain
            STATE,                 client-note, state,                           other
            NONCE,                 client-note, nonce,                           other
            RESOURCE,              client-note, resource,                        https://api.example.com
            CLAIMS,                client-note, claims,                          {}
            AUTHORIZATION_DETAILS, client-note, authorization_details,           []
            ACR_VALUES,            client-note, acr_values,                      gold
            MAX_AGE,               client-note, max_age,                         1
            DPOP_JKT,              client-note, dpop_jkt,                        0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I
            REQUEST_URI,           auth-note,   authorization_request_uri,       https://rp.example.com/request
            OTHER,                 client-note, client_request_param_of_tomorrow, x
            OTHER,                 client-note, a.note.of.another.extension,     x
            """;

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(textBlock = FIELDS)
    @DisplayName("when a field changes between page and click, then nothing is minted and the page is shown again")
    void beforeTheClick(String field, String kind, String name, String value) throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        change(Tab.of(REALM, agent, consent), kind, name, value);
        Page again = nothingIssued(REALM, () -> Browser.authorize(agent, consent));
        assertThat(again.isConsent()).isTrue();
        assertThat(again.text()).contains("has changed");
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(textBlock = FIELDS)
    @DisplayName("when a field changes between click and code, then the grant is not spent, the event names the field")
    void afterTheClick(String field, String kind, String name, String value) throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        Tab tab = Tab.of(REALM, agent, consent);
        Page redirect = tab.approve();
        change(tab, kind, name, value);
        Page again = nothingIssued(REALM, () -> agent.follow(redirect));
        assertThat(again.isConsent()).isTrue();
        assertThat(again.text()).contains("has changed");
        assertThat(differing()).contains(field);
    }

    private static void change(Tab tab, String kind, String name, String value) {
        switch (kind) {
            case "client-note" -> tab.clientNote(name, value);
            case "auth-note" -> tab.authNote(name, value);
            default -> tab.redirectUri(value);
        }
    }

    private static List<String> differing() {
        JsonNode details = REALM.event("GRANT_CONSENT_ERROR").path("details");
        assertThat(details.path("consent_grant_reason").asText()).isEqualTo("binding_mismatch");
        return List.of(details.path("consent_grant_differing").asText().split(" ", -1));
    }

    @Test
    @DisplayName("when the tab's user is another before the click, then nothing is minted; after it, nothing is spent")
    void user() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        Tab tab = Tab.of(REALM, agent, consent);
        tab.user("bob");
        Page again = nothingIssued(REALM, () -> Browser.authorize(agent, consent));
        assertThat(again.text()).contains("has changed", "bob");

        Page redirect = tab.approve();
        tab.user("alice");
        nothingIssued(REALM, () -> agent.follow(redirect));
        assertThat(differing()).contains("SUBJECT");
    }

    @Test
    @DisplayName("when the client gets a scope more after the click, then the grant is not spent")
    void resolvedScopes() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        Page redirect = Tab.of(REALM, agent, consent).approve();
        REALM.addDefaultScope("app", "address");
        nothingIssued(REALM, () -> agent.follow(redirect));
        assertThat(differing()).contains("CLIENT_SCOPES");
    }

    @Test
    @DisplayName("when page and click of one tab are planted in another, then the other gets no code")
    void planted() throws Exception {
        Page first = Browser.signIn(agent, app.request(Map.of()), "alice");
        Tab from = Tab.of(REALM, agent, first);
        Page second = Browser.signIn(agent, app.request(Map.of()), "alice");
        Tab to = Tab.of(REALM, agent, second);
        from.approve();
        for (String note : List.of("consent-grant.clicked", "consent-grant.page")) {
            to.authNote(note, from.authNote(note));
        }
        to.authNote("consent-grant.return-to-flow", "");
        Page end = nothingIssued(REALM, () -> agent.open(second.address()));
        assertThat(end.status()).isEqualTo(403);
        assertThat(REALM.event("GRANT_CONSENT_ERROR")
                        .path("details")
                        .path("consent_grant_reason")
                        .asText())
                .isEqualTo("not_found");
    }

    @Test
    @DisplayName("when what the tab knows of the browser is planted as well, then it is another tab's, and is refused")
    void plantedWithSecret() throws Exception {
        Page first = Browser.signIn(agent, app.request(Map.of()), "alice");
        Tab from = Tab.of(REALM, agent, first);
        Page second = Browser.signIn(agent, app.request(Map.of()), "alice");
        Tab to = Tab.of(REALM, agent, second);
        from.approve();
        for (String note : List.of("consent-grant.clicked", "consent-grant.page", "consent-grant.browser")) {
            to.authNote(note, from.authNote(note));
        }
        to.authNote("consent-grant.return-to-flow", "");
        Page end = nothingIssued(REALM, () -> agent.open(second.address()));
        assertThat(end.status()).isEqualTo(403);
        assertThat(REALM.event("GRANT_CONSENT_ERROR")
                        .path("details")
                        .path("consent_grant_reason")
                        .asText())
                .isEqualTo("other_browser");
    }

    @Test
    @DisplayName("when the client is deleted and made again under its name after the click, then there is no code")
    void client() throws Exception {
        RelyingParty shortLived = REALM.addClient("short-lived");
        Page consent = Browser.signIn(agent, shortLived.request(Map.of()), "alice");
        Page redirect = Tab.of(REALM, agent, consent).approve();
        REALM.removeClient("short-lived");
        REALM.addClient("short-lived");
        nothingIssued(REALM, () -> agent.follow(redirect));
    }
}
