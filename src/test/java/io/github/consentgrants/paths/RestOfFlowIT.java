package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.consumed;
import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
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
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the authenticator, a click runs what is left of the flow: grant, consume and code are one transaction. */
@DisplayName("Given a click that runs the rest of the flow")
final class RestOfFlowIT {
    private static final int ROUNDS = 20;

    @AutoClose
    private final TestRealm realm =
            TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.STEP_AFTER_CONSENT);

    private final UserAgent agent = new UserAgent();
    private final RelyingParty app = realm.app();

    @Test
    @DisplayName("when nothing goes wrong, then the click's own answer is the code, made in the grant's transaction")
    void oneTransaction() throws Exception {
        sql("CREATE TABLE cg_seen (realm_id varchar(255), tx bigint)");
        sql("CREATE FUNCTION cg_see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " INSERT INTO cg_seen VALUES (NEW.realm_id, txid_current()); RETURN NEW; END $$");
        sql("CREATE TRIGGER cg_see AFTER INSERT OR UPDATE ON cg_consent_grant FOR EACH ROW EXECUTE FUNCTION cg_see()");
        try {
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            Page answer = agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
            assertThat(Browser.hasCode(answer)).as(Outcome.describe(answer)).isTrue();
            assertThat(consumed(realm)).isOne();
            assertThat(number("SELECT count(*) FROM cg_seen WHERE realm_id = '" + realm.id() + "'"))
                    .isEqualTo(2);
            assertThat(number("SELECT count(DISTINCT tx) FROM cg_seen WHERE realm_id = '" + realm.id() + "'"))
                    .isOne();
            assertThat(Browser.redeems(app, answer)).isTrue();
        } finally {
            sql("DROP TRIGGER cg_see ON cg_consent_grant");
            sql("DROP FUNCTION cg_see");
            sql("DROP TABLE cg_seen");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "throw"})
    @DisplayName("when a step after the consent fails, then there is no code, nothing is spent, and a page says so")
    void laterStepFails(String how) throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of("login_hint", how)), "alice");
        Page stopped = Browser.authorize(agent, consent);
        assertThat(Browser.hasCode(stopped)).isFalse();
        assertThat(stopped.status()).as(Outcome.describe(stopped)).isBetween(400, 499);
        assertThat(consumed(realm)).isZero();
        Page reloaded = agent.open(stopped.address());
        assertThat(Browser.hasCode(reloaded)).isFalse();
        assertThat(reloaded.status()).as(Outcome.describe(reloaded)).isLessThan(500);
        oneCode(realm, app, agent, Browser.signIn(agent, app.request(Map.of()), "alice"));
    }

    @Test
    @DisplayName("when a later step begins a copy of the tab, then the copy signs in, and asks for itself")
    void fork() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of("login_hint", "fork")), "alice");
        Page login = Browser.authorize(agent, consent);
        assertThat(login.document().getElementById("kc-form-login"))
                .as(Outcome.describe(login))
                .isNotNull();
        assertThat(agent.open(login.address()).document().getElementById("kc-form-login"))
                .isNotNull();
        assertThat(consumed(realm)).isZero();
        oneCode(realm, app, agent, Browser.password(agent, login, "alice"));
    }

    @Test
    @DisplayName("when its commit fails, then nothing of it stays, and the next click gets the code")
    void commitFails() throws Exception {
        Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
        sql("CREATE FUNCTION cg_no_commit() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'not now'; END $$");
        sql("CREATE CONSTRAINT TRIGGER cg_no_commit AFTER INSERT ON cg_consent_grant DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW WHEN (NEW.realm_id = '" + realm.id() + "') EXECUTE FUNCTION cg_no_commit()");
        try {
            nothingIssued(realm, () -> Browser.authorize(agent, consent));
        } finally {
            sql("DROP TRIGGER cg_no_commit ON cg_consent_grant");
            sql("DROP FUNCTION cg_no_commit");
        }
        assertThat(Grants.of(realm)).isEmpty();
        Page again = agent.open(consent.address());
        oneCode(realm, app, agent, again);
        assertThat(Grants.of(realm)).hasSize(1);
    }

    @Test
    @DisplayName("when Authorize and Deny arrive together, then the row says what the client was told")
    void denyAtOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            UserAgent both = new UserAgent();
            Page consent = Browser.signIn(both, app.request(Map.of()), "alice");
            CompletableFuture<Page> deny =
                    CompletableFuture.supplyAsync(() -> both.post(consent, Browser.FORM, Browser.CANCEL, Map.of()));
            Page authorized = both.post(consent, Browser.FORM, Browser.ACCEPT, Map.of());
            boolean denied = deny.join().location().getRawQuery().contains("error=access_denied");
            assertThat(Browser.hasCode(authorized)).isNotEqualTo(denied);
            Grants.Row row = Grants.of(realm).stream()
                    .filter(decision -> decision.id().equals(consent.instance()))
                    .findFirst()
                    .orElseThrow();
            assertThat(row.decision()).isEqualTo(denied ? "DENIED" : "GRANTED");
            assertThat(row.consumed()).isNotEqualTo(denied);
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = realm.server().openConnection();
                Statement work = connection.createStatement()) {
            work.execute(statement);
        }
    }

    private long number(String query) throws SQLException {
        try (Connection connection = realm.server().openConnection();
                Statement work = connection.createStatement();
                ResultSet result = work.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        }
    }
}
