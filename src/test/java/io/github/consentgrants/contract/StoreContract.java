package io.github.consentgrants.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Probe;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link io.github.consentgrants.store.ConsentGrantStore} does: mint, deny, consume and redeem, each in a transaction of its own.
 * A class of JUnit that implements it tests the store that is the default of its server.
 */
public interface StoreContract extends AnyServer {
    /** How many race at once. */
    int CALLERS = 64;

    /** How often callers race for one grant: fewer times by default than with {@code -Pdatabases}. */
    default int races() {
        return Integer.getInteger("contract.races", 20);
    }

    private JsonNode race(Probe probe, String operation, int callers) {
        System.out.println(operation + ": " + races() + " races of " + callers + " callers");
        return probe.call("races/" + operation, Map.of("callers", callers, "grants", races()));
    }

    /** The store does not look up the realm: the rows name a realm that does not exist. */
    private void inStore(Consumer<Probe> test) {
        test.accept(Probe.at(baseUrl()));
    }

    private static JsonNode consume(Probe probe, JsonNode grant, Map<String, String> fields) {
        Map<String, String> arguments = new HashMap<>(fields);
        arguments.putIfAbsent("token", grant.path("token").asText());
        arguments.putIfAbsent("PAGE", grant.path("page").asText());
        return probe.call("consume", arguments);
    }

    private static String outcome(JsonNode result) {
        return result.path("outcome").asText();
    }

    @Test
    @DisplayName("when a grant is consumed, then once, and a replay is consumed even when it also expired")
    default void singleUse() {
        inStore(probe -> {
            JsonNode grant = probe.call("mint", Map.of("STATE", "s"));
            assertThat(outcome(consume(probe, grant, Map.of("STATE", "s")))).isEqualTo("granted");
            assertThat(outcome(consume(probe, grant, Map.of("STATE", "s")))).isEqualTo("consumed");
            assertThat(outcome(probe.later(121, () -> consume(probe, grant, Map.of("STATE", "s")))))
                    .isEqualTo("consumed");
            assertThat(outcome(probe.later(121, () -> consume(probe, grant, Map.of("STATE", "other")))))
                    .isEqualTo("binding_mismatch");
        });
    }

    @Test
    @DisplayName("when the binding differs, then the field is named, before expiry, and the grant is not spent")
    default void mismatch() {
        inStore(probe -> {
            JsonNode grant = probe.call("mint", Map.of("STATE", "s", "NONCE", "n"));
            JsonNode refused = consume(probe, grant, Map.of("STATE", "t", "NONCE", "n"));
            assertThat(outcome(refused)).isEqualTo("binding_mismatch");
            assertThat(refused.path("differing").asText()).isEqualTo("[STATE]");
            assertThat(outcome(probe.later(121, () -> consume(probe, grant, Map.of("STATE", "t", "NONCE", "n")))))
                    .isEqualTo("binding_mismatch");
            // Collations can take upper and lower case, and trailing blanks, for equal.
            assertThat(outcome(consume(probe, grant, Map.of("STATE", "S", "NONCE", "n"))))
                    .isEqualTo("binding_mismatch");
            assertThat(outcome(consume(probe, grant, Map.of("STATE", "s ", "NONCE", "n"))))
                    .isEqualTo("binding_mismatch");
            assertThat(outcome(consume(probe, grant, Map.of("STATE", "s", "NONCE", "n"))))
                    .isEqualTo("granted");
        });
    }

    @Test
    @DisplayName("when its time is over, then it is expired; before, it is not")
    default void expiry() {
        inStore(probe -> {
            JsonNode grant = probe.call("mint", Map.of("ttl", "10"));
            assertThat(outcome(probe.later(10, () -> consume(probe, grant, Map.of()))))
                    .isEqualTo("expired");
            assertThat(outcome(consume(probe, grant, Map.of()))).isEqualTo("granted");
        });
    }

    @Test
    @DisplayName("when the token is unknown, altered, in another case, malformed or blank, then it is not found")
    default void notFound() {
        inStore(probe -> {
            JsonNode grant = probe.call("mint", Map.of());
            JsonNode other = probe.call("mint", Map.of());
            String token = grant.path("token").asText();
            String page = grant.path("page").asText();
            String mixed = page + other.path("token").asText().substring(page.length());
            String swapped = page + swapCase(token.substring(page.length()));
            String upper = page.toUpperCase(Locale.ROOT) + token.substring(page.length());
            for (String presented : new String[] {"", " ", "x", mixed, swapped, upper}) {
                assertThat(outcome(consume(probe, grant, Map.of("token", presented))))
                        .as(presented)
                        .isEqualTo("not_found");
            }
            assertThat(outcome(consume(probe, grant, Map.of()))).isEqualTo("granted");
        });
    }

    private static String swapCase(String text) {
        return text.chars()
                .map(c -> Character.isLowerCase(c) ? Character.toUpperCase(c) : Character.toLowerCase(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String error(Probe probe, String operation, Map<String, String> arguments) {
        return probe.call(operation, arguments).path("error").asText();
    }

    private static String decision(Probe probe, JsonNode grant) {
        return probe.call("decision", Map.of("page", grant.path("page").asText()))
                .path("decision")
                .asText();
    }

    @Test
    @DisplayName("when a page is authorized twice, then the first one stands")
    default void oneApproval() {
        inStore(probe -> {
            JsonNode grant = probe.call("mint", Map.of());
            String page = grant.path("page").asText();
            assertThat(decision(probe, grant)).isEqualTo("GRANTED");
            assertThat(error(probe, "mint", Map.of("PAGE", page))).isEqualTo("already_decided");
            assertThat(outcome(consume(probe, grant, Map.of()))).isEqualTo("granted");
            assertThat(decision(probe, grant)).isEqualTo("GRANTED");
        });
    }

    @Test
    @DisplayName("when an unused approval is denied, then it is revoked, for good")
    default void revoked() {
        inStore(probe -> {
            JsonNode grant = probe.call("mint", Map.of());
            String page = grant.path("page").asText();
            assertThat(error(probe, "deny", Map.of("PAGE", page))).isEmpty();
            assertThat(decision(probe, grant)).isEqualTo("DENIED");
            assertThat(outcome(consume(probe, grant, Map.of()))).isEqualTo("not_found");
            assertThat(redeem(probe, grant)).isFalse();
            assertThat(error(probe, "mint", Map.of("PAGE", page))).isEqualTo("already_decided");
            assertThat(error(probe, "deny", Map.of("PAGE", page))).isEqualTo("already_decided");
        });
    }

    @Test
    @DisplayName("when a used approval is denied, or one of another binding, then it stays as it is")
    default void notRevoked() {
        inStore(probe -> {
            JsonNode grant = probe.call("mint", Map.of());
            String page = grant.path("page").asText();
            assertThat(error(probe, "deny", Map.of("PAGE", page, "STATE", "other")))
                    .isEqualTo("already_decided");
            assertThat(outcome(consume(probe, grant, Map.of()))).isEqualTo("granted");
            assertThat(error(probe, "deny", Map.of("PAGE", page))).isEqualTo("already_decided");
            assertThat(redeem(probe, grant)).isTrue();
        });
    }

    @Test
    @DisplayName("when a page is denied, then nothing can be authorized on it")
    default void denied() {
        inStore(probe -> {
            String page = probe.call("page", Map.of()).path("page").asText();
            assertThat(probe.call("decision", Map.of("page", page)).has("decision"))
                    .isFalse();
            assertThat(error(probe, "deny", Map.of("PAGE", page))).isEmpty();
            assertThat(error(probe, "mint", Map.of("PAGE", page))).isEqualTo("already_decided");
        });
    }

    @Test
    @DisplayName("when a grant is consumed and denied at once, then exactly one of both succeeds")
    default void denialRace() {
        inStore(probe -> {
            int callers = 8;
            JsonNode outcomes = race(probe, "deny", callers);
            assertThat(outcomes.path("one winner").asInt()).isEqualTo(races());
            assertThat(outcomes.path("won").asInt()).isEqualTo(races());
            assertThat(outcomes.path("lost").asInt()).isEqualTo(races() * (callers - 1));
            assertThat(outcomes).hasSize(3);
        });
    }

    @Test
    @DisplayName("when callers present one token at once, then exactly one wins and all others are told consumed")
    default void race() {
        inStore(probe -> {
            JsonNode outcomes = race(probe, "consume", CALLERS);
            assertThat(outcomes.path("one winner").asInt()).isEqualTo(races());
            assertThat(outcomes.path("granted").asInt()).isEqualTo(races());
            assertThat(outcomes.path("consumed").asInt()).isEqualTo(races() * (CALLERS - 1));
            assertThat(outcomes).hasSize(3);
        });
    }

    @Test
    @DisplayName("when the first consumer rolls back, then the grant is left to the next")
    default void rollback() {
        inStore(probe -> {
            JsonNode outcomes = probe.call("races/rollback", Map.of());
            assertThat(outcomes.path("first").asText()).isEqualTo("granted");
            assertThat(outcomes.path("second").asText()).isEqualTo("granted");
        });
    }

    @Test
    @DisplayName(
            "when the first consumer gives the grant back, then the next has it, and nobody can give that one back")
    default void release() {
        inStore(probe -> {
            JsonNode outcomes = probe.call("races/release", Map.of());
            assertThat(outcomes.path("first").asText()).isEqualTo("granted");
            assertThat(outcomes.path("second").asText()).isEqualTo("granted");
            assertThat(outcomes.path("other").asText()).isEqualTo("refused");
            assertThat(outcomes.path("third").asText()).isEqualTo("consumed");
        });
    }

    @Test
    @DisplayName("when a grant was redeemed since it was consumed, then it cannot be given back")
    default void releaseRedeemed() {
        inStore(probe -> {
            JsonNode outcomes = probe.call("races/release-redeemed", Map.of());
            assertThat(outcomes.path("outcome").asText()).isEqualTo("refused");
            assertThat(outcomes.path("again").asText()).isEqualTo("consumed");
        });
    }

    @Test
    @DisplayName("when a grant is redeemed, then after the consume only, and once")
    default void redeem() {
        inStore(probe -> {
            JsonNode grant = probe.call("mint", Map.of());
            assertThat(redeem(probe, grant)).isFalse();
            assertThat(outcome(consume(probe, grant, Map.of()))).isEqualTo("granted");
            assertThat(redeem(probe, grant)).isTrue();
            assertThat(redeem(probe, grant)).isFalse();
            assertThat(outcome(consume(probe, grant, Map.of()))).isEqualTo("consumed");
        });
    }

    private static boolean redeem(Probe probe, JsonNode grant) {
        return probe.call("redeem", Map.of("id", grant.path("page").asText()))
                .path("redeemed")
                .asBoolean();
    }

    @Test
    @DisplayName("when callers redeem one grant at once, then exactly one succeeds")
    default void redeemRace() {
        inStore(probe -> {
            JsonNode outcomes = race(probe, "redeem", CALLERS);
            assertThat(outcomes.path("one winner").asInt()).isEqualTo(races());
            assertThat(outcomes.path("won").asInt()).isEqualTo(races());
            assertThat(outcomes.path("lost").asInt()).isEqualTo(races() * (CALLERS - 1));
            assertThat(outcomes).hasSize(3);
        });
    }
}
