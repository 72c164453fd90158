package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a row that another transaction holds")
final class HeldRowIT {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @Test
    @DisplayName(
            "when its grant is to be consumed, then the request is refused in bounded time, and a later one gets the code")
    void held() throws Exception {
        UserAgent agent = new UserAgent();
        try (TestRealm realm = TestRealm.create(server);
                Connection holder = server.openConnection()) {
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            Page redirect = Tab.of(realm, agent, consent).approve();
            holder.setAutoCommit(false);
            try (var select =
                    holder.prepareStatement("SELECT id FROM cg_consent_grant WHERE realm_id = ? FOR UPDATE")) {
                select.setString(1, realm.id());
                assertThat(select.executeQuery().next()).isTrue();
            }

            requireRefusalInTime(realm, () -> agent.follow(redirect));

            holder.rollback();
            assertThat(Browser.redeems(app, agent.follow(redirect))).isTrue();
        }
    }

    @Test
    @DisplayName("when another transaction is about to decide the same page, then the click is refused in bounded time")
    void undecided() throws Exception {
        UserAgent agent = new UserAgent();
        try (TestRealm realm = TestRealm.create(server);
                Connection holder = server.openConnection()) {
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            holder.setAutoCommit(false);
            try (var insert = holder.prepareStatement(
                    "INSERT INTO cg_consent_grant (id, binding_hash, decision, realm_id,"
                            + " client_uuid, user_id, created_at, expires_at) VALUES (?, 'other', 'DENIED', ?, 'c', 'u', 0, 0)")) {
                insert.setString(
                        1, consent.document().selectFirst("input[name=page]").val());
                insert.setString(2, realm.id());
                insert.executeUpdate();
            }

            requireRefusalInTime(realm, () -> agent.post(consent, Browser.FORM, Browser.ACCEPT, Map.of()));

            holder.rollback();
            Page again = Browser.signIn(agent, app.request(Map.of()), "alice");
            assertThat(Browser.redeems(app, Browser.authorize(agent, again))).isTrue();
        }
    }

    private static void requireRefusalInTime(TestRealm realm, Supplier<Page> step) throws Exception {
        Instant start = Instant.now();
        Page refused = nothingIssued(realm, step);
        assertThat(Duration.between(start, Instant.now())).isLessThan(BOUND);
        assertThat(refused.status()).isEqualTo(503);
    }
}
