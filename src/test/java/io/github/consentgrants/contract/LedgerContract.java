package io.github.consentgrants.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.testing.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Find, page and revoke, each in a transaction of its own, in a realm of the test's own. */
interface LedgerContract extends OnKeycloak {
    int REVOKERS = 16;

    private static JsonNode mint(Probe probe, String realm, Map<String, String> fields) {
        Map<String, String> binding = new HashMap<>(fields);
        binding.put("REALM", realm);
        return probe.call("mint", binding);
    }

    private static String consume(Probe probe, String realm, JsonNode grant, String user) {
        Map<String, String> arguments = Map.of(
                "REALM",
                realm,
                "SUBJECT",
                user,
                "PAGE",
                grant.path("page").asText(),
                "token",
                grant.path("token").asText());
        return probe.call("consume", arguments).path("outcome").asText();
    }

    private static JsonNode find(Probe probe, String realm, String id) {
        return probe.call("ledger/find", Map.of("realm", realm, "id", id));
    }

    private static long revoke(Probe probe, String realm, String id, int callers) {
        return probe.call(
                        "ledger/revoke",
                        Map.of("realm", realm, "id", id, "reason", "test", "callers", Integer.toString(callers)))
                .path("winners")
                .asLong();
    }

    private static String realm() {
        return UUID.randomUUID().toString();
    }

    @Test
    @DisplayName("when a grant goes its way, then the ledger says at each step where it is")
    default void stateAtEachStep() {
        Probe probe = Probe.of(server());
        String realm = realm();
        JsonNode grant = mint(probe, realm, Map.of("SUBJECT", "alice"));
        String id = grant.path("page").asText();
        assertThat(find(probe, realm, id).path("state").asText()).isEqualTo("GRANTED");
        assertThat(find(probe, realm, id).path("user").asText()).isEqualTo("alice");
        assertThat(probe.later(121, () -> find(probe, realm, id)).path("state").asText())
                .isEqualTo("EXPIRED");
        assertThat(consume(probe, realm, grant, "alice")).isEqualTo("granted");
        assertThat(find(probe, realm, id).path("state").asText()).isEqualTo("CONSUMED");
        assertThat(probe.call("redeem", Map.of("id", id)).path("redeemed").asBoolean())
                .isTrue();
        assertThat(find(probe, realm, id).path("state").asText()).isEqualTo("REDEEMED");
        assertThat(revoke(probe, realm, id, 1)).isEqualTo(1);
        assertThat(find(probe, realm, id).path("state").asText()).isEqualTo("REVOKED");
        assertThat(find(probe, realm, id).path("reason").asText()).isEqualTo("test");
    }

    @Test
    @DisplayName("when a grant is another realm's, or the id is none, then it is not there")
    default void otherRealm() {
        Probe probe = Probe.of(server());
        String realm = realm();
        String id = mint(probe, realm, Map.of("SUBJECT", "alice")).path("page").asText();
        for (String other : List.of(realm(), "", realm + "x")) {
            assertThat(find(probe, other, id)).isEmpty();
            assertThat(revoke(probe, other, id, 1)).isZero();
        }
        for (String none : List.of("", "x", id + " ", "%", "' or 1=1 --")) {
            assertThat(find(probe, realm, none)).isEmpty();
            assertThat(revoke(probe, realm, none, 1)).isZero();
        }
        assertThat(find(probe, realm, id).path("state").asText()).isEqualTo("GRANTED");
    }

    @Test
    @DisplayName("when a grant is revoked by many at once, then by one, and nobody can consume or redeem it")
    default void revokedOnce() {
        Probe probe = Probe.of(server());
        String realm = realm();
        JsonNode unspent = mint(probe, realm, Map.of("SUBJECT", "alice"));
        assertThat(revoke(probe, realm, unspent.path("page").asText(), REVOKERS))
                .isEqualTo(1);
        assertThat(revoke(probe, realm, unspent.path("page").asText(), 1)).isZero();
        assertThat(consume(probe, realm, unspent, "alice")).isEqualTo("not_found");

        JsonNode spent = mint(probe, realm, Map.of("SUBJECT", "alice"));
        String id = spent.path("page").asText();
        assertThat(consume(probe, realm, spent, "alice")).isEqualTo("granted");
        assertThat(revoke(probe, realm, id, REVOKERS)).isEqualTo(1);
        assertThat(probe.call("redeem", Map.of("id", id)).path("redeemed").asBoolean())
                .isFalse();
    }

    @Test
    @DisplayName("when a request was denied, then there is nothing to revoke")
    default void nothingToRevoke() {
        Probe probe = Probe.of(server());
        String realm = realm();
        String page = probe.call("page", Map.of()).path("page").asText();
        probe.call("deny", Map.of("REALM", realm, "PAGE", page));
        assertThat(find(probe, realm, page).path("state").asText()).isEqualTo("DENIED");
        assertThat(revoke(probe, realm, page, 1)).isZero();
        assertThat(find(probe, realm, page).path("state").asText()).isEqualTo("DENIED");
    }

    @Test
    @DisplayName("when grants are listed in pages, then the newest first, each once, by user and client")
    default void listedInPages() {
        Probe probe = Probe.of(server());
        String realm = realm();
        List<String> minted = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String user = i % 2 == 0 ? "alice" : "bob";
            minted.add(
                    0, mint(probe, realm, Map.of("SUBJECT", user)).path("page").asText());
        }
        mint(probe, realm(), Map.of());
        List<String> seen = new ArrayList<>();
        String before = null;
        int pages = 0;
        do {
            JsonNode page = page(probe, realm, before, Map.of("limit", "3"));
            page.path("ids").forEach(id -> seen.add(id.asText()));
            before = page.path("next").asText();
            // What comes in meanwhile is newer than what is still to be seen.
            mint(probe, realm, Map.of("SUBJECT", "alice"));
            pages++;
        } while (!before.isEmpty());
        assertThat(seen).isEqualTo(minted);
        assertThat(pages).isEqualTo(3);
        assertThat(page(probe, realm, null, Map.of("limit", "1000", "user", "bob"))
                        .path("ids"))
                .hasSize(3);
        assertThat(page(probe, realm, null, Map.of("limit", "1000", "client", "none"))
                        .path("ids"))
                .isEmpty();
    }

    private static JsonNode record(Probe probe, String realm, String id) {
        return probe.call("ledger/record", Map.of("realm", realm, "id", id));
    }

    @Test
    @DisplayName(
            "when a decision has a record, then it is kept letter for letter, at its longest too, in this realm alone")
    default void recordKept() {
        Probe probe = Probe.of(server());
        String realm = realm();
        String longest = "{\"a\":\"" + "x".repeat(ConsentRecord.MAX_LENGTH - 8) + "\"}";
        for (String part : List.of("{\"a\":\"\\u0000\\uD83D\\uDE00 ' \\\\ ? :x --\"}", longest)) {
            String id = mint(probe, realm, Map.of("content", part, "personal", part))
                    .path("page")
                    .asText();
            assertThat(find(probe, realm, id).path("recorded").asText()).isEqualTo("true");
            assertThat(record(probe, realm, id).path("content").asText()).isEqualTo(part);
            assertThat(record(probe, realm, id).path("personal").asText()).isEqualTo(part);
            assertThat(record(probe, realm(), id)).isEmpty();
            assertThat(record(probe, realm, id + " ")).isEmpty();
        }
    }

    @Test
    @DisplayName("when a decision has no record, then it is listed, and says so")
    default void noRecord() {
        Probe probe = Probe.of(server());
        String realm = realm();
        String id = mint(probe, realm, Map.of()).path("page").asText();
        assertThat(find(probe, realm, id).path("recorded").asText()).isEqualTo("false");
        assertThat(record(probe, realm, id)).isEmpty();
        assertThat(page(probe, realm, null, Map.of("limit", "10")).path("ids")).hasSize(1);
    }

    @Test
    @DisplayName(
            "when a page is decided again, then the first record stays, and the ledger says when an approval was denied")
    default void recordOfFirstDecision() {
        Probe probe = Probe.of(server());
        String realm = realm();
        Map<String, String> first = Map.of("content", "{\"first\":1}", "personal", "{\"a\":1}");
        String id = mint(probe, realm, first).path("page").asText();
        Map<String, String> again = Map.of("REALM", realm, "PAGE", id, "content", "{\"x\":1}", "personal", "{\"a\":1}");
        assertThat(probe.call("mint", again).path("error").asText()).isEqualTo("already_decided");
        assertThat(probe.call("deny", again)).isEmpty();
        assertThat(find(probe, realm, id).path("state").asText()).isEqualTo("DENIED");
        assertThat(find(probe, realm, id).path("reason").asText()).isEqualTo("denied");
        assertThat(record(probe, realm, id).path("content").asText()).isEqualTo("{\"first\":1}");

        String denied = probe.call("page", Map.of()).path("page").asText();
        probe.call("deny", Map.of("REALM", realm, "PAGE", denied, "content", "{\"x\":1}", "personal", "{\"y\":1}"));
        assertThat(find(probe, realm, denied).path("reason").asText()).isEmpty();
        assertThat(record(probe, realm, denied).path("content").asText()).isEqualTo("{\"x\":1}");
        assertThat(record(probe, realm, denied).path("personal").asText()).isEqualTo("{\"y\":1}");
    }

    private static List<String> ids(Probe probe, String realm, Map<String, String> filter) {
        Map<String, String> query = new HashMap<>(filter);
        query.put("limit", "1000");
        List<String> ids = new ArrayList<>();
        page(probe, realm, null, query).path("ids").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    @Test
    @DisplayName(
            "when grants are asked for by state or decision, then each state has its own, as the grant says itself")
    default void byState() {
        Probe probe = Probe.of(server());
        String realm = realm();
        Map<String, String> made = new HashMap<>();
        made.put(
                "GRANTED", mint(probe, realm, Map.of("ttl", "600")).path("page").asText());
        made.put("EXPIRED", mint(probe, realm, Map.of("ttl", "60")).path("page").asText());
        JsonNode consumed = mint(probe, realm, Map.of("SUBJECT", "alice"));
        consume(probe, realm, consumed, "alice");
        made.put("CONSUMED", consumed.path("page").asText());
        JsonNode redeemed = mint(probe, realm, Map.of("SUBJECT", "alice"));
        consume(probe, realm, redeemed, "alice");
        made.put("REDEEMED", redeemed.path("page").asText());
        probe.call("redeem", Map.of("id", made.get("REDEEMED")));
        JsonNode revoked = mint(probe, realm, Map.of("SUBJECT", "alice"));
        consume(probe, realm, revoked, "alice");
        made.put("REVOKED", revoked.path("page").asText());
        revoke(probe, realm, made.get("REVOKED"), 1);
        made.put("DENIED", mint(probe, realm, Map.of()).path("page").asText());
        probe.call("deny", Map.of("REALM", realm, "PAGE", made.get("DENIED")));
        probe.later(61, () -> {
            made.forEach((state, id) -> {
                assertThat(ids(probe, realm, Map.of("state", state))).containsExactly(id);
                assertThat(find(probe, realm, id).path("state").asText()).isEqualTo(state);
            });
            return made;
        });
        assertThat(ids(probe, realm, Map.of("decision", "DENIED"))).containsExactly(made.get("DENIED"));
        assertThat(ids(probe, realm, Map.of("decision", "GRANTED"))).hasSize(5);
        assertThat(ids(
                        probe,
                        realm,
                        Map.of("state", "REDEEMED", "user", "alice", "client", "probe", "id", made.get("REDEEMED"))))
                .hasSize(1);
        assertThat(ids(probe, realm, Map.of("state", "REDEEMED", "user", "bob")))
                .isEmpty();
    }

    @Test
    @DisplayName("when grants are asked for by time, then from is part of it, and to is not")
    default void byTime() {
        Probe probe = Probe.of(server());
        String realm = realm();
        // Shown two hours before it was decided, and never mind how long the page was open.
        String shownBefore = GrantId.at(System.currentTimeMillis() - 7_200_000);
        mint(probe, realm, Map.of("PAGE", shownBefore));
        String at = find(probe, realm, shownBefore).path("decidedAt").asText();
        String after = Long.toString(Long.parseLong(at) + 1);
        assertThat(ids(probe, realm, Map.of("from", at))).containsExactly(shownBefore);
        assertThat(ids(probe, realm, Map.of("from", after))).isEmpty();
        assertThat(ids(probe, realm, Map.of("to", after))).containsExactly(shownBefore);
        assertThat(ids(probe, realm, Map.of("to", at))).isEmpty();
        assertThat(ids(probe, realm, Map.of("from", "0", "to", "253402300799999")))
                .containsExactly(shownBefore);
    }

    @Test
    @DisplayName(
            "when a user is erased, then from all grants and records of this user in this realm; what was granted goes on")
    default void erased() {
        Probe probe = Probe.of(server());
        String realm = realm();
        Map<String, String> fields = Map.of("SUBJECT", "alice", "content", "{\"a\":1}", "personal", "{\"b\":1}");
        JsonNode first = mint(probe, realm, fields);
        String second = mint(probe, realm, fields).path("page").asText();
        String elsewhere = realm();
        String others = mint(probe, elsewhere, fields).path("page").asText();
        String bobs = mint(probe, realm, Map.of("SUBJECT", "bob", "content", "{\"a\":1}", "personal", "{\"b\":1}"))
                .path("page")
                .asText();
        assertThat(erase(probe, realm, "1")).isEqualTo(1);
        assertThat(erase(probe, realm, "10")).isEqualTo(1);
        assertThat(erase(probe, realm, "10")).isZero();
        String pseudonym = find(probe, realm, second).path("user").asText();
        assertThat(pseudonym).startsWith("removed:").doesNotContain("alice");
        assertThat(ids(probe, realm, Map.of("user", pseudonym)))
                .containsExactly(second, first.path("page").asText());
        assertThat(record(probe, realm, second).path("personal").asText()).isEqualTo("null");
        assertThat(record(probe, realm, second).path("content").asText()).isEqualTo("{\"a\":1}");
        assertThat(record(probe, realm, bobs).path("personal").asText()).isEqualTo("{\"b\":1}");
        assertThat(record(probe, elsewhere, others).path("personal").asText()).isEqualTo("{\"b\":1}");
        assertThat(find(probe, elsewhere, others).path("user").asText()).isEqualTo("alice");
        assertThat(consume(probe, realm, first, "alice")).isEqualTo("granted");
    }

    /** A federation can have such users, and some collations take them for one. */
    @Test
    @DisplayName(
            "when ids of users differ in upper and lower case, or in a blank at the end, then they are several users")
    default void similarUsers() {
        Probe probe = Probe.of(server());
        String realm = realm();
        Map<String, String> minted = new HashMap<>();
        List<String> users = List.of("f:ldap:ALICE", "f:ldap:alice ", "f:ldap:Alice", "f:ldap:alice");
        for (String user : users) {
            minted.put(
                    user,
                    mint(probe, realm, Map.of("SUBJECT", user)).path("page").asText());
        }
        for (String user : users) {
            assertThat(ids(probe, realm, Map.of("user", user))).as(user).containsExactly(minted.get(user));
        }
        String last = users.get(users.size() - 1);
        Map<String, String> erasure = Map.of("realm", realm, "user", last, "limit", "1");
        assertThat(probe.call("ledger/erase", erasure).path("erased").asInt()).isEqualTo(1);
        assertThat(probe.call("ledger/erase", erasure).path("erased").asInt()).isZero();
        for (String user : users.subList(0, users.size() - 1)) {
            assertThat(find(probe, realm, minted.get(user)).path("user").asText())
                    .isEqualTo(user);
        }
    }

    private static int erase(Probe probe, String realm, String limit) {
        return probe.call("ledger/erase", Map.of("realm", realm, "user", "alice", "limit", limit))
                .path("erased")
                .asInt();
    }

    private static JsonNode page(Probe probe, String realm, String before, Map<String, String> query) {
        Map<String, String> arguments = new HashMap<>(query);
        arguments.put("realm", realm);
        if (before != null) {
            arguments.put("before", before);
        }
        return probe.call("ledger/page", arguments);
    }
}
