package io.github.consentgrants.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.testing.Probe;
import io.github.consentgrants.testing.TestRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which rows the sweep leaves, and when. */
interface SweepContract extends OnKeycloak {
    int HOUR = 3600;
    int DAY = 24 * HOUR;

    private static JsonNode mint(Probe probe, String realmId, String subject) {
        return probe.call("mint", recorded(Map.of("REALM", realmId, "SUBJECT", subject)));
    }

    private static Map<String, String> recorded(Map<String, String> fields) {
        Map<String, String> arguments = new HashMap<>(fields);
        arguments.put("content", "{\"a\":1}");
        arguments.put("personal", "{\"b\":1}");
        return arguments;
    }

    /** How many records the grant has, and how many of them with the personal part. */
    private static String records(Probe probe, String id) {
        JsonNode counts = probe.call("store/record", Map.of("id", id));
        return counts.path("records").asText() + " " + counts.path("personal").asText();
    }

    private static JsonNode mintAndConsume(Probe probe, String realmId, String subject) {
        JsonNode grant = mint(probe, realmId, subject);
        JsonNode consumed = probe.call(
                "consume",
                Map.of(
                        "token",
                        grant.path("token").asText(),
                        "PAGE",
                        grant.path("page").asText(),
                        "REALM",
                        realmId,
                        "SUBJECT",
                        subject));
        assertThat(consumed.path("outcome").asText()).isEqualTo("granted");
        return grant;
    }

    private static String deny(Probe probe, String realmId) {
        String page = GrantId.at(System.currentTimeMillis());
        assertThat(probe.call("deny", recorded(Map.of("REALM", realmId, "PAGE", page))))
                .isEmpty();
        return page;
    }

    private static List<String> ids(Probe probe, String realmId) {
        return StreamSupport.stream(
                        probe.call("store/rows", Map.of("realm", realmId)).spliterator(), false)
                .map(row -> row.path("id").asText())
                .toList();
    }

    private static void sweep(Probe probe, int sweepers) {
        probe.call("store/sweep", Map.of("sweepers", sweepers));
    }

    private static List<String> sweptAt(Probe probe, String realmId, int seconds) {
        return probe.later(seconds, () -> {
            sweep(probe, 1);
            return ids(probe, realmId);
        });
    }

    @Test
    @DisplayName(
            "when rows age, then unused ones go after the grace time, decided ones after the retention, none before")
    default void ages() {
        try (TestRealm realm = TestRealm.create(server())) {
            Probe probe = realm.probe();
            String unused = mint(probe, realm.id(), "u").path("page").asText();
            String consumed =
                    mintAndConsume(probe, realm.id(), "u").path("page").asText();
            String denied = deny(probe, realm.id());

            assertThat(sweptAt(probe, realm.id(), 0)).containsExactlyInAnyOrder(unused, consumed, denied);
            assertThat(sweptAt(probe, realm.id(), DAY)).containsExactlyInAnyOrder(unused, consumed, denied);
            assertThat(sweptAt(probe, realm.id(), DAY + HOUR)).containsExactlyInAnyOrder(consumed, denied);
            assertThat(List.of(unused, consumed, denied))
                    .extracting(id -> records(probe, id))
                    .containsExactly("0 0", "1 1", "1 1");
            assertThat(sweptAt(probe, realm.id(), 90 * DAY - HOUR)).containsExactlyInAnyOrder(consumed, denied);
            assertThat(sweptAt(probe, realm.id(), 90 * DAY + HOUR)).isEmpty();
            assertThat(List.of(consumed, denied))
                    .extracting(id -> records(probe, id))
                    .containsOnly("0 0");
        }
    }

    @Test
    @DisplayName("when a realm has a retention of its own, then that holds for its rows and for no others")
    default void retentionOfRealm() {
        try (TestRealm realm = TestRealm.create(server());
                TestRealm other = TestRealm.create(server())) {
            Probe probe = realm.probe();
            realm.configure(Map.of("retention-days", "30"));
            mintAndConsume(probe, realm.id(), "u");
            String kept = mintAndConsume(probe, other.id(), "u").path("page").asText();

            assertThat(sweptAt(probe, realm.id(), 30 * DAY - HOUR)).hasSize(1);
            assertThat(sweptAt(probe, realm.id(), 30 * DAY + HOUR)).isEmpty();
            assertThat(ids(probe, other.id())).containsExactly(kept);
        }
    }

    @Test
    @DisplayName("when somebody holds a row, then the sweep passes it over without waiting, and takes it the next time")
    default void lockedRow() {
        try (TestRealm realm = TestRealm.create(server())) {
            Probe probe = realm.probe();
            String held = mint(probe, realm.id(), "u").path("page").asText();
            mint(probe, realm.id(), "u");

            JsonNode beside = probe.later(DAY + HOUR, () -> probe.call("store/sweep-beside-lock", Map.of("id", held)));
            assertThat(beside.path("waited").asBoolean()).isFalse();
            assertThat(ids(probe, realm.id())).containsExactly(held);
            assertThat(sweptAt(probe, realm.id(), DAY + HOUR)).isEmpty();
        }
    }

    @Test
    @DisplayName("when four sweepers run at once, then every row that is due goes, and no other")
    default void sweepersAtOnce() {
        try (TestRealm realm = TestRealm.create(server())) {
            Probe probe = realm.probe();
            probe.call("store/fill", Map.of("realm", realm.id(), "rows", "2500"));
            List<String> kept = probe.later(DAY + HOUR, () -> {
                String fresh = mint(probe, realm.id(), "u").path("page").asText();
                sweep(probe, 4);
                sweep(probe, 1);
                return List.of(fresh);
            });
            assertThat(ids(probe, realm.id())).containsExactlyElementsOf(kept);
        }
    }

    @Test
    @DisplayName(
            "when a user is removed, then a day later a pseudonym stands in the user's rows, the personal part of the"
                    + " records is gone, and only there")
    default void userRemoved() {
        try (TestRealm realm = TestRealm.create(server())) {
            Probe probe = realm.probe();
            String alice = realm.userId("alice");
            String bob = realm.userId("bob");
            String hers = mintAndConsume(probe, realm.id(), alice).path("page").asText();
            String his = mintAndConsume(probe, realm.id(), bob).path("page").asText();
            server().admin().delete("/realms/" + realm.name() + "/users/" + alice);
            String key = Digests.sha256Hex("consent-grants/erasure/v1", List.of(realm.id(), alice));

            sweptAt(probe, realm.id(), DAY + HOUR);
            assertThat(probe.call("store/rows", Map.of("realm", realm.id())))
                    .extracting(row ->
                            row.path("id").asText() + " " + row.path("user").asText())
                    .containsExactlyInAnyOrder(hers + " removed:" + key, his + " " + bob);
            assertThat(records(probe, hers)).isEqualTo("1 0");
            assertThat(records(probe, his)).isEqualTo("1 1");
            assertThat(pending(probe, key)).isOne();
            // The pass that ends here began less than two grace times after the removal, the next one more.
            sweptAt(probe, realm.id(), 2 * DAY + HOUR);
            assertThat(pending(probe, key)).isOne();
            sweptAt(probe, realm.id(), 2 * DAY + HOUR);
            assertThat(pending(probe, key)).isZero();
        }
    }

    private static int pending(Probe probe, String key) {
        return probe.call("store/erasures", Map.of("key", key)).path("count").asInt();
    }

    @Test
    @DisplayName("when a client is removed, then its rows stay; when the realm is removed, then they go")
    default void clientAndRealmRemoved() {
        try (TestRealm watcher = TestRealm.create(server())) {
            Probe probe = watcher.probe();
            String removed;
            try (TestRealm realm = TestRealm.create(server())) {
                removed = realm.id();
                String client = realm.clientUuid("app");
                JsonNode grant = probe.call("mint", Map.of("REALM", removed, "CLIENT_UUID", client));
                probe.call(
                        "deny",
                        Map.of(
                                "REALM",
                                removed,
                                "PAGE",
                                GrantId.at(System.currentTimeMillis()),
                                "CLIENT_UUID",
                                client));
                server().admin().delete("/realms/" + realm.name() + "/clients/" + client);
                assertThat(sweptAt(probe, removed, HOUR))
                        .hasSize(2)
                        .contains(grant.path("page").asText());
            }
            assertThat(sweptAt(probe, removed, DAY - HOUR)).hasSize(2);
            assertThat(sweptAt(probe, removed, DAY + HOUR)).isEmpty();
        }
    }
}
