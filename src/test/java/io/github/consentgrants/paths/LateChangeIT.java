package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given an extension that changes the request after the grant was consumed")
final class LateChangeIT {
    @AutoClose
    private static final TestRealm REALM =
            TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.LATE_CHANGE);

    private final RelyingParty app = REALM.app();
    private final UserAgent agent = new UserAgent();

    @ParameterizedTest
    @ValueSource(strings = {"scope", "nonce", "claims", "note-of-tomorrow"})
    @DisplayName("when a note is another, then the guard refuses and the grant is not spent")
    void note(String note) throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of("login_hint", "note " + note)), "alice");
        assertThat(consent.isConsent()).isTrue();
        long before = consumed(REALM);
        Page end = Browser.authorize(agent, consent);
        assertThat(Browser.hasCode(end)).isFalse();
        assertThat(end.status()).isEqualTo(403);
        assertThat(consumed(REALM)).isEqualTo(before);
        JsonNode refused = REALM.event("LOGIN_ERROR");
        assertThat(refused.path("details").path("consent_grant_reason").asText())
                .isEqualTo("binding_mismatch");
    }

    @Test
    @DisplayName("when there is one more thing for the user to do, then the grant is given back, and used after that")
    void action() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of("login_hint", "action UPDATE_PASSWORD")), "alice");
        Page clicked = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
        assertThat(Browser.redeems(app, changePassword(nothingIssued(REALM, () -> agent.follow(clicked)))))
                .isTrue();
    }

    private Page changePassword(Page page) {
        return agent.submit(
                page, "kc-passwd-update-form", null, Map.of("password-new", "alice", "password-confirm", "alice"));
    }

    @Test
    @DisplayName("when the grant cannot be given back, then nothing of that request holds, and the next one goes on")
    void releaseFails() throws Exception {
        // Bob, because the action may come again, and then leaves another password than the other tests know.
        Page consent = Browser.signIn(agent, app.request(Map.of("login_hint", "action UPDATE_PASSWORD")), "bob");
        long before = consumed(REALM);
        try (var connection = REALM.server().openConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE FUNCTION cg_no_release() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    + " RAISE EXCEPTION 'not now'; END $$");
            statement.execute(
                    "CREATE TRIGGER cg_no_release BEFORE UPDATE ON cg_consent_grant FOR EACH ROW"
                            + " WHEN (OLD.consumed_at IS NOT NULL AND NEW.consumed_at IS NULL) EXECUTE FUNCTION cg_no_release()");
            try {
                Page refused = nothingIssued(REALM, () -> Browser.authorize(agent, consent));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(consumed(REALM)).isEqualTo(before);
            } finally {
                statement.execute("DROP TRIGGER cg_no_release ON cg_consent_grant");
                statement.execute("DROP FUNCTION cg_no_release");
            }
        }
        Page again = agent.open(consent.address());
        assertThat(again.isConsent()).as(Outcome.describe(again)).isTrue();
        Walk.oneCode(REALM, app, agent, again);
    }

    /** With single sign-on the tokens would be those of the user who signed in before. */
    @Test
    @DisplayName("when the tab has another user than the session whose tokens would follow, then there is no code")
    void user() {
        Browser.signIn(agent, REALM.plain().request(Map.of("login_hint", "user alice")), "alice");
        Page consent = agent.open(app.request(Map.of("login_hint", "user bob")));
        assertThat(consent.isConsent()).isTrue();
        assertThat(Walk.from(agent, consent).hasCode()).isFalse();
    }
}
