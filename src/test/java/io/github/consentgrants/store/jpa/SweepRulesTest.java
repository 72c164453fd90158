package io.github.consentgrants.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.store.jpa.SweepRules.Verdict;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepRulesTest {
    private static final long NOW = 1_735_689_600_000L;
    private static final long HOUR = 3_600_000;
    private static final Duration GRACE = Duration.ofHours(24);
    private static final Duration RETENTION = Duration.ofHours(100);

    @ParameterizedTest
    @CsvSource({"23, KEEP", "24, EXPIRED", "1000, EXPIRED"})
    void ofWhenUnusedThenExpiredFromTheGraceTimeOn(long hours, Verdict verdict) {
        assertThat(rules(Map.of()).of(row("GRANTED", null, NOW - hours * HOUR))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"99, KEEP", "100, CONSUMED"})
    void ofWhenConsumedThenSweptFromTheRetentionOn(long hours, Verdict verdict) {
        assertThat(rules(Map.of()).of(row("GRANTED", 1L, NOW - hours * HOUR))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"99, KEEP", "100, DENIED"})
    void ofWhenDeniedThenSweptFromTheRetentionOn(long hours, Verdict verdict) {
        assertThat(rules(Map.of()).of(row("DENIED", null, NOW - hours * HOUR))).isEqualTo(verdict);
    }

    /** Its tokens would be accepted again. */
    @ParameterizedTest
    @CsvSource({
        "GRANTED, 1, alive, KEEP",
        "GRANTED, 1, gone,  CONSUMED",
        "GRANTED, 1, ,      CONSUMED",
        "GRANTED, ,  alive, CONSUMED",
        "DENIED,  1, alive, DENIED"
    })
    void ofWhenRevokedThenKeptForAsLongAsItsSession(String decision, Long revokedAt, String session, Verdict verdict) {
        long at = NOW - 1000 * HOUR;

        assertThat(rules(Map.of()).of(new SweepRow("id", "realm", "user", decision, 1L, at, at, revokedAt, session)))
                .isEqualTo(verdict);
    }

    @Test
    void ofWhenUserRemovedThenOnlyWhatWasDecidedBefore() {
        SweepRules rules = rules(Map.of(Erasures.keyOfUser("realm", "user"), NOW - 50 * HOUR));

        assertThat(rules.of(row("GRANTED", 1L, NOW - 50 * HOUR))).isEqualTo(Verdict.USER_REMOVED);
        assertThat(rules.of(row("GRANTED", 1L, NOW - 49 * HOUR))).isEqualTo(Verdict.KEEP);
        assertThat(rules.of(row("GRANTED", null, NOW - 50 * HOUR))).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void ofWhenRealmRemovedThenDeletedWhateverItsAge() {
        SweepRules rules = rules(Map.of(Erasures.keyOfRealm("realm"), NOW));

        assertThat(rules.of(row("GRANTED", 1L, NOW))).isEqualTo(Verdict.REALM_REMOVED);
        assertThat(rules.of(row("DENIED", null, NOW))).isEqualTo(Verdict.REALM_REMOVED);
    }

    @Test
    void keysWhenIdsAreCutElsewhereThenDiffer() {
        assertThat(Erasures.keyOfUser("ab", "c")).isNotEqualTo(Erasures.keyOfUser("a", "bc"));
        assertThat(Erasures.keyOfUser("a", "")).isNotEqualTo(Erasures.keyOfRealm("a"));
        assertThat(Erasures.pseudonym("realm", "user")).hasSize("removed:".length() + 64);
    }

    private static SweepRules rules(Map<String, Long> removals) {
        return new SweepRules(
                NOW,
                GRACE,
                realm -> RETENTION,
                removals,
                (realm, session) -> realm.equals("realm") && session.equals("alive"));
    }

    /** Expired at the time at which it was made, so that one age says all. */
    private static SweepRow row(String decision, Long consumedAt, long at) {
        return new SweepRow("id", "realm", "user", decision, consumedAt, at, at, null, null);
    }
}
