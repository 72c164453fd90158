package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Given a request that can no longer be shown completely")
final class UnshowableRequestIT {
    private static final String NOT_SHOWABLE = """
            claims,                {
            authorization_details, [
            """;

    private final UserAgent agent = new UserAgent();
    private TestRealm realm;
    private Page consent;
    private Tab tab;

    @BeforeEach
    void showPage() {
        realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));
        consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
        tab = Tab.of(realm, agent, consent);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = NOT_SHOWABLE)
    @DisplayName("when the page is reloaded, then the sign-in is refused")
    void reloaded(String parameter, String value) throws Exception {
        tab.clientNote(parameter, value);
        assertRefused(agent.open(consent.address()));
        assertThat(Grants.of(realm)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = NOT_SHOWABLE)
    @DisplayName("when the user clicks, then the sign-in is refused and nothing is minted")
    void clicked(String parameter, String value) throws Exception {
        tab.clientNote(parameter, value);
        assertRefused(Browser.authorize(agent, consent));
        assertThat(Grants.of(realm)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = NOT_SHOWABLE)
    @DisplayName("when the user has clicked, then the sign-in is refused and the grant is not spent")
    void afterTheClick(String parameter, String value) throws Exception {
        Page redirect = tab.approve();
        tab.clientNote(parameter, value);
        assertRefused(agent.follow(redirect));
        assertThat(Grants.of(realm))
                .singleElement()
                .satisfies(row -> assertThat(row.consumed()).isFalse());
    }

    private void assertRefused(Page end) {
        assertThat(end.status()).isEqualTo(403);
        assertThat(end.document().getElementById("kc-consent-stopped")).isNotNull();
        assertThat(Browser.hasCode(end)).isFalse();
        assertThat(realm.events("GRANT_CONSENT_ERROR").get(0).path("error").asText())
                .isEqualTo("binding_mismatch");
    }
}
