package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a gated client that asks for another response than a code in the query")
final class ResponseTypesIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = REALM.publicApp().withoutPkce();
    private final UserAgent agent = new UserAgent();

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "code,                '',             query,          code",
        "code,                query,          query,          code",
        "code,                fragment,       fragment,       code",
        "code,                form_post,      form_post,      code",
        "code,                jwt,            query.jwt,      code",
        "code,                query.jwt,      query.jwt,      code",
        "code,                fragment.jwt,   fragment.jwt,   code",
        "code,                form_post.jwt,  form_post.jwt,  code",
        "none,                '',             query,          ''",
        "code id_token,       '',             fragment,       code id_token",
        "code token,          '',             fragment,       code access_token",
        "code id_token token, form_post,      form_post,      code id_token access_token",
        "id_token,            '',             fragment,       id_token",
        "id_token token,      fragment,       fragment,       id_token access_token",
        "token,               '',             fragment,       access_token",
        "id_token,            jwt,            fragment.jwt,   id_token",
    })
    @DisplayName("when the client may, then the page comes first, and one click gives one response of that kind")
    void allowed(String type, String mode, String effectiveMode, String content) throws Exception {
        allowImplicit(true);
        Map<String, String> request = request(type, mode);
        Page consent = Browser.signIn(agent, app.request(request), "alice");
        assertThat(consent.isConsent()).isTrue();
        long before = consumed(REALM);
        Page end = Browser.authorize(agent, consent);
        assertThat(consumed(REALM)).isEqualTo(before + 1);

        Map<String, ?> response = response(end, effectiveMode);
        assertThat(response.keySet()).contains("state", "session_state");
        for (String name : List.of("code", "id_token", "access_token")) {
            boolean expected = List.of(content.split(" ", -1)).contains(name);
            assertThat(response.containsKey(name)).as(name).isEqualTo(expected);
        }
    }

    private static void allowImplicit(boolean allowed) {
        REALM.updateClient("public-app", Map.of("implicitFlowEnabled", allowed));
    }

    private static Map<String, String> request(String type, String mode) {
        Map<String, String> request = new HashMap<>(Map.of("response_type", type));
        if (!mode.isEmpty()) {
            request.put("response_mode", mode);
        }
        return request;
    }

    /** Reads the response from exactly the place that the mode names. */
    private static Map<String, ?> response(Page end, String mode) throws Exception {
        String carrier = mode.replace(".jwt", "");
        Map<String, String> response;
        if (carrier.equals("form_post")) {
            assertThat(end.status()).isEqualTo(200);
            response = new HashMap<>();
            end.document().select("input").forEach(input -> response.put(input.attr("name"), input.attr("value")));
        } else {
            URI location = end.location();
            String parameters = carrier.equals("query") ? location.getRawQuery() : location.getRawFragment();
            response = Tab.query(URI.create("http://localhost/?" + parameters));
        }
        return mode.endsWith(".jwt") ? claims(response.get("response")) : response;
    }

    /** Not with Nimbus: Keycloak's response names the issuer twice, which it takes for no JSON. */
    private static Map<String, Object> claims(String jwt) throws Exception {
        String payload = jwt.substring(jwt.indexOf('.') + 1, jwt.lastIndexOf('.'));
        return Admin.JSON.readValue(Base64.getUrlDecoder().decode(payload), new TypeReference<>() {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"code id_token", "code token", "id_token", "id_token token", "token"})
    @DisplayName("when the client may not, then it gets unauthorized_client before anything is shown or issued")
    void notAllowed(String type) throws Exception {
        allowImplicit(false);
        Page end = nothingIssued(REALM, () -> agent.open(app.request(request(type, ""))));
        assertThat(RelyingParty.error(end)).isEqualTo("unauthorized_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "id_token"})
    @DisplayName("when the user denies, then the client gets access_denied and nothing else")
    void denied(String type) throws Exception {
        allowImplicit(true);
        long before = consumed(REALM);
        Page end = Browser.deny(agent, Browser.signIn(agent, app.request(request(type, "fragment")), "alice"));
        assertThat(response(end, "fragment").get("error")).isEqualTo("access_denied");
        assertThat(Browser.hasCode(end)).isFalse();
        assertThat(consumed(REALM)).isEqualTo(before);
    }
}
