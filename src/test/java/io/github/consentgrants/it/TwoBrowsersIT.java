package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Given a user who has never approved anything of a client")
final class TwoBrowsersIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    /** Where the grant is consumed. */
    enum Setup {
        AUTHENTICATOR,
        REQUIRED_ACTION_ALONE
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when both of two browsers are approved at the same time, then both get their code")
    void bothApproved(Setup setup) throws Exception {
        TestRealm.Option[] options = setup == Setup.AUTHENTICATOR
                ? new TestRealm.Option[0]
                : new TestRealm.Option[] {TestRealm.Option.WITHOUT_AUTHENTICATOR};
        try (TestRealm realm = TestRealm.create(server, options)) {
            UserAgent agent = new UserAgent();
            Page consent = Browser.signIn(agent, realm.app().request(Map.of()), "alice");
            Page end = whileAnotherBrowserWritesTheConsent(realm, () -> Browser.authorize(agent, consent));
            if (end.isConsent()) {
                // Mint and consume were one transaction, so nothing of the click is left: it takes another one.
                end = Browser.authorize(agent, end);
            }
            assertThat(Browser.hasCode(end))
                    .as("%d %s", end.status(), end.text())
                    .isTrue();
            assertThat(Grants.of(realm)).singleElement().matches(Grants.Row::consumed);
        }
    }

    /** The row that the other browser's sign-in writes, held back until this one waits for it. */
    private Page whileAnotherBrowserWritesTheConsent(TestRealm realm, Supplier<Page> click) throws Exception {
        try (Connection connection = server.openConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO user_consent"
                                + " (id, user_id, client_id, created_date, last_updated_date)"
                                + " SELECT gen_random_uuid(), ?, id, 0, 0 FROM client WHERE realm_id = ? AND client_id = 'app'")) {
            connection.setAutoCommit(false);
            insert.setString(1, realm.userId("alice"));
            insert.setString(2, realm.id());
            assertThat(insert.executeUpdate()).isEqualTo(1);
            CompletableFuture<Page> end = CompletableFuture.supplyAsync(click);
            awaitWaiter();
            connection.commit();
            return end.get(1, TimeUnit.MINUTES);
        }
    }

    private void awaitWaiter() throws SQLException, InterruptedException {
        try (Connection connection = server.openConnection();
                PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND datname = current_database()")) {
            for (int i = 0; i < 300; i++) {
                try (ResultSet count = select.executeQuery()) {
                    count.next();
                    if (count.getInt(1) > 0) {
                        return;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new AssertionError("The sign-in never waited for the other one's consent");
    }
}
