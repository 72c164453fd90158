package io.github.consentgrants.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the ledger says of grants that tokens name, and how all grants of a client are revoked, in a realm of the test's own. */
interface RevocationContract extends OnKeycloak {
    int CALLERS = 8;

    /** The grants of one user to one client, in one session. */
    record Grants(Probe probe, String realm, Map<String, String> fields) {
        static Grants of(Probe probe, String realm, String user, String client, String session) {
            return new Grants(
                    probe,
                    realm,
                    Map.of("REALM", realm, "SUBJECT", user, "CLIENT_UUID", client, "ROOT_SESSION", session));
        }

        String minted() {
            return probe.call("mint", fields).path("page").asText();
        }

        String consumed() {
            JsonNode grant = probe.call("mint", fields);
            Map<String, String> arguments = new HashMap<>(fields);
            arguments.put("PAGE", grant.path("page").asText());
            arguments.put("token", grant.path("token").asText());
            assertThat(probe.call("consume", arguments).path("outcome").asText())
                    .isEqualTo("granted");
            return grant.path("page").asText();
        }

        void revoke(String id) {
            probe.call("ledger/revoke", Map.of("realm", realm, "id", id, "reason", "test"));
        }

        boolean isRevoked(String id) {
            return standing(id).path("revoked").asBoolean();
        }

        boolean isInUse(String id) {
            return standing(id).path("inUse").asBoolean();
        }

        private JsonNode standing(String id) {
            return probe.call("ledger/standing", Map.of("realm", realm, "id", id));
        }

        List<String> revokeAll(int callers) {
            List<String> ids = new ArrayList<>();
            probe.call(
                            "ledger/revoke-all",
                            Map.of(
                                    "realm",
                                    realm,
                                    "user",
                                    fields.get("SUBJECT"),
                                    "client",
                                    fields.get("CLIENT_UUID"),
                                    "reason",
                                    "test",
                                    "callers",
                                    Integer.toString(callers)))
                    .path("ids")
                    .forEach(id -> ids.add(id.asText()));
            return ids;
        }
    }

    private Grants grants(String realm, String user, String client, String session) {
        return Grants.of(Probe.of(server()), realm, user, client, session);
    }

    @Test
    @DisplayName("when a grant is revoked, then the ledger says so of it alone, in its realm alone")
    default void standing() {
        String realm = UUID.randomUUID().toString();
        Grants grants = grants(realm, "alice", "app", "session");
        String one = grants.consumed();
        String two = grants.consumed();
        assertThat(grants.isRevoked(one)).isFalse();
        grants.revoke(one);
        assertThat(grants.isRevoked(one)).isTrue();
        assertThat(grants.isRevoked(two)).isFalse();
        assertThat(grants("other", "alice", "app", "session").isRevoked(one)).isFalse();
        for (String none : List.of("", "x", one + " ", "%", "018bcfe5-6800-7000-8000-000000000000")) {
            assertThat(grants.isRevoked(none)).isFalse();
        }
    }

    @Test
    @DisplayName("when a client has approvals in a session, then it is in use until the last consumed one is revoked")
    default void inUse() {
        String realm = UUID.randomUUID().toString();
        Grants grants = grants(realm, "alice", "app", "session");
        String one = grants.consumed();
        String two = grants.consumed();
        grants.minted();
        grants(realm, "alice", "app", "other").consumed();
        grants(realm, "alice", "other", "session").consumed();
        grants(realm, "bob", "app", "session").consumed();
        grants.revoke(one);
        assertThat(grants.isInUse(one)).isTrue();
        grants.revoke(two);
        assertThat(grants.isInUse(one)).isFalse();
        assertThat(grants.isInUse(two)).isFalse();
    }

    @Test
    @DisplayName(
            "when all grants of a client are revoked by many at once, then each by one, and no other user's or client's")
    default void revokedAll() {
        String realm = UUID.randomUUID().toString();
        Grants grants = grants(realm, "alice", "app", "session");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            ids.add(i % 2 == 0 ? grants.consumed() : grants.minted());
        }
        String before = grants.consumed();
        grants.revoke(before);
        List<String> others = List.of(
                grants(realm, "bob", "app", "session").consumed(),
                grants(realm, "alice", "other", "session").consumed());
        assertThat(grants.revokeAll(CALLERS)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ids).allMatch(grants::isRevoked);
        assertThat(others).noneMatch(grants::isRevoked);
        assertThat(grants.revokeAll(1)).isEmpty();
    }
}
