package io.github.consentgrants.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Probe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be derived from a click that lasts for the session. */
interface DerivationContract extends OnKeycloak {
    private Probe probe() {
        return Probe.of(server());
    }

    private String click(Map<String, String> arguments) {
        return probe().call("derivation/click", arguments).path("page").asText();
    }

    private JsonNode derive(String parent, Map<String, String> arguments) {
        Map<String, String> all = new HashMap<>(arguments);
        all.put("parent", parent);
        return probe().call("derivation/derive", all);
    }

    private boolean isRevoked(String id) {
        return probe().call("ledger/standing", Map.of("realm", "probe", "id", id))
                .path("revoked")
                .asBoolean();
    }

    @Test
    @DisplayName("when a click covers a request, then a grant is derived, is spent once, and ends with the click's")
    default void derivedGrant() {
        String click = click(Map.of());
        List<JsonNode> grants = List.of(derive(click, Map.of("STATE", "a")), derive(click, Map.of("STATE", "b")));
        assertThat(grants).allSatisfy(grant -> {
            assertThat(grant.path("derived").asText()).isEqualTo("true");
            assertThat(grant.path("first").asText()).isEqualTo("granted");
            assertThat(grant.path("second").asText()).isEqualTo("consumed");
            assertThat(isRevoked(grant.path("page").asText())).isFalse();
        });
        probe().call("ledger/revoke", Map.of("realm", "probe", "id", click, "reason", "test"));
        assertThat(grants).allMatch(grant -> isRevoked(grant.path("page").asText()));
        assertThat(derive(click, Map.of()).path("derived").asText()).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource({
        "REDIRECT_TARGET, https://evil.example/",
        "CLAIMS,          {}",
        "DISPLAY,         other",
        "CODE_CHALLENGE,  challenge",
        "ROOT_SESSION,    other",
        "SUBJECT,         other",
        "CLIENT_UUID,     other",
        "REALM,           other",
        "after,           99999999999999",
    })
    @DisplayName("when a request differs, or the click is too old, then nothing is derived")
    default void notCovered(String name, String value) {
        JsonNode grant = derive(click(Map.of()), Map.of(name, value));
        assertThat(grant.path("derived").asText()).isEqualTo("false");
        assertThat(grant.path("first").asText()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @CsvSource({"once, true", "consumed, false"})
    @DisplayName("when the click covers one request only, or was not used, then nothing is derived")
    default void noParent(String name, String value) {
        assertThat(derive(click(Map.of(name, value)), Map.of()).path("derived").asText())
                .isEqualTo("false");
    }

    @Test
    @DisplayName("when a grant was derived itself, or is none, then nothing is derived from it")
    default void notFromDerived() {
        String derived = derive(click(Map.of()), Map.of()).path("page").asText();
        for (String parent : List.of(derived, UUID.randomUUID().toString(), "x", "%")) {
            assertThat(derive(parent, Map.of()).path("derived").asText()).isEqualTo("false");
        }
    }

    @Test
    @DisplayName("when all grants of a client are revoked, then what was derived is among them")
    default void derivedAmongAll() {
        String realm = UUID.randomUUID().toString();
        String click = click(Map.of("REALM", realm));
        String derived = derive(click, Map.of("REALM", realm)).path("page").asText();
        JsonNode revoked = probe().call(
                        "ledger/revoke-all",
                        Map.of("realm", realm, "user", "probe", "client", "probe", "reason", "test", "callers", "2"));
        assertThat(revoked.path("ids")).extracting(JsonNode::asText).containsExactlyInAnyOrder(click, derived);
    }

    @Test
    @DisplayName("when a click is revoked while many derive from it, then nothing that was derived survives")
    default void deriveWhileRevoked() {
        JsonNode race = probe().call("derivation/race", Map.of("grants", "40", "callers", "6"));
        assertThat(race.path("survivors").asInt()).isZero();
        assertThat(race.path("derived").asInt()).isPositive();
    }
}
