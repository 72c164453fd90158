package io.github.consentgrants.it;

import static io.github.consentgrants.grant.BindingField.CLIENT_SCOPES;
import static io.github.consentgrants.grant.BindingField.DISPLAY;
import static io.github.consentgrants.grant.BindingField.ROOT_SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Given the row of a click, whose binding was built from the authentication session")
final class PlainParametersIT {
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @AfterAll
    static void close() {
        REALM.close();
    }

    static Stream<Map<String, String>> requests() {
        return Stream.of(
                Map.of(),
                Map.of("scope", "email openid profile"),
                Map.of("response_mode", "query"),
                Map.of("response_mode", "form_post"),
                Map.of("state", "a b&c=\u00e4\u20ac\ud83d\ude00", "nonce", "\"n\""),
                Map.of("prompt", "login consent", "ui_locales", "en", "login_hint", "alice", "display", "page"),
                Map.of("max_age", "3600"),
                Map.of("claims", "{\"id_token\":{\"email\":{\"essential\":true}}}"),
                Map.of("dpop_jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"),
                Map.of("a-parameter-of-tomorrow", "x"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    @DisplayName("when a binding is built from the plain parameters of the request, then the two hashes are equal")
    void equal(Map<String, String> given) throws Exception {
        Map<String, String> parameters = app.parameters(URI.create(RelyingParty.REDIRECT_URI), given);
        Page consent = Browser.signIn(agent, app.address(parameters), "alice");
        String expected = plain(consent, parameters).build().hash();
        assertThat(clicked(consent)).isEqualTo(expected);
    }

    @Test
    @DisplayName("when the request has no PKCE, then the two hashes are equal, and another nonce gives another")
    void withoutPkce() throws Exception {
        Map<String, String> parameters = app.withoutPkce().parameters(URI.create(RelyingParty.REDIRECT_URI), Map.of());
        Page consent = Browser.signIn(agent, app.address(parameters), "alice");
        String same = plain(consent, parameters).build().hash();
        parameters.put("nonce", "other");
        String other = plain(consent, parameters).build().hash();
        assertThat(clicked(consent)).isEqualTo(same).isNotEqualTo(other);
    }

    @Test
    @DisplayName(
            "when the request was pushed, then the two hashes are equal with its request_uri, the time that Keycloak adds, and when it was opened")
    void pushed() throws Exception {
        Map<String, String> parameters = app.parameters(URI.create(RelyingParty.REDIRECT_URI), Map.of());
        String requestUri = app.pushExactly(parameters);
        Page consent = Browser.signIn(agent, app.pushed(requestUri), "alice");
        String created = Tab.of(REALM, agent, consent).clientNote("client_request_param_par.created.time");
        String opened = Tab.of(REALM, agent, consent).clientNote("client_request_param_consent-grant.pushed-request");
        Binding.Builder binding = plain(consent, parameters)
                .other("parameter par.created.time", created)
                .other("parameter consent-grant.pushed-request", opened);
        String direct = binding.build().hash();
        String same = binding.set(BindingField.REQUEST_URI, requestUri).build().hash();
        assertThat(created).matches("\\d{13}");
        assertThat(opened).matches("\\d{10} " + Pattern.quote(requestUri));
        assertThat(clicked(consent)).isEqualTo(same).isNotEqualTo(direct);
    }

    @Test
    @DisplayName(
            "when the request has acr_values, then the two hashes are equal with the level that Keycloak makes of it")
    void level() throws Exception {
        Map<String, String> parameters =
                app.parameters(URI.create(RelyingParty.REDIRECT_URI), Map.of("acr_values", "1"));
        Page consent = Browser.signIn(agent, app.address(parameters), "alice");
        Binding.Builder binding = plain(consent, parameters).other("note requested-level-of-authentication", "1");
        String same = binding.build().hash();
        String other = binding.set(BindingField.ACR_VALUES, "2").build().hash();
        assertThat(clicked(consent)).isEqualTo(same).isNotEqualTo(other);
    }

    /** Answers the page, follows nothing, and returns the hash in the row of the answer. */
    private String clicked(Page consent) throws Exception {
        Tab.of(REALM, agent, consent).approve();
        List<Grants.Row> rows = Grants.of(REALM);
        return rows.get(rows.size() - 1).bindingHash();
    }

    /** Must be asked before the click: the page's note goes with it. The mark of the endpoint is a parameter to Keycloak. */
    private Binding.Builder plain(Page consent, Map<String, String> parameters) {
        Tab tab = Tab.of(REALM, agent, consent);
        Map<BindingField, List<String>> facts = tab.facts();
        return Binding.builder()
                .parameters(parameters)
                .other("parameter consent-grant.authorization-endpoint", "true")
                .set(BindingField.REALM, REALM.id())
                .set(BindingField.ISSUER, REALM.server().baseUrl() + "/realms/" + REALM.name())
                .set(BindingField.SUBJECT, REALM.userId("alice"))
                .set(BindingField.CLIENT_ID, "app")
                .set(BindingField.CLIENT_UUID, REALM.clientUuid("app"))
                .set(BindingField.REDIRECT_TARGET, parameters.get("redirect_uri"))
                .set(CLIENT_SCOPES, facts.get(CLIENT_SCOPES))
                .set(ROOT_SESSION, facts.get(ROOT_SESSION).get(0))
                .set(BindingField.TAB, tab.id())
                .set(BindingField.PAGE, tab.authNote("consent-grant.page").split(" ", -1)[0])
                .set(BindingField.BROWSER, Digests.sha256Hex(tab.secret()))
                .set(DISPLAY, facts.get(DISPLAY).get(0));
    }
}
