package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.grant.BindingField;
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
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given the binding of a page that a user is shown")
final class EveryFieldIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private static final Map<String, String> EVERYTHING = Map.of(
            "response_mode", "query",
            "resource", "https://api.example.com",
            "claims", "{\"id_token\":{\"email\":null}}",
            "authorization_details", "[{\"type\":\"probe\",\"field\":\"value\"}]",
            "acr_values", "gold",
            "max_age", "10000",
            "dpop_jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
            "of_tomorrow", "x");

    /** What only a request with the parameter has. */
    private static final Set<String> OF_PARAMETERS =
            Set.of("RESOURCE", "CLAIMS", "AUTHORIZATION_DETAILS", "ACR_VALUES", "MAX_AGE", "DPOP_JKT", "REQUEST_URI");

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @Test
    @DisplayName("when the request was pushed and has every parameter, then every field has a value")
    void everything() {
        Page opened = agent.open(app.pushed(app.push(EVERYTHING)));
        assertThat(opened.isRedirect())
                .as(opened.response().headers().toString())
                .isFalse();
        Page consent = Browser.password(agent, opened, "alice");
        assertThat(filled(consent)).containsExactlyInAnyOrderElementsOf(names());
    }

    @Test
    @DisplayName("when the request is a plain one, then every field has a value but those of absent parameters")
    void plain() {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        assertThat(names()).containsAll(OF_PARAMETERS);
        assertThat(filled(consent))
                .containsAll(names().stream()
                        .filter(name -> !OF_PARAMETERS.contains(name) && !"OTHER".equals(name))
                        .toList())
                .doesNotContainAnyElementsOf(OF_PARAMETERS);
    }

    private List<String> filled(Page consent) {
        assertThat(consent.isConsent()).as(consent.text()).isTrue();
        return Tab.of(REALM, agent, consent).filled();
    }

    private static List<String> names() {
        return Stream.of(BindingField.values()).map(BindingField::name).toList();
    }
}
