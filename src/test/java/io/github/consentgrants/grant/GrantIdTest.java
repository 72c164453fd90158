package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantIdTest {
    private static final long NOW = 1_735_689_600_123L;

    @Test
    void atWhenMadeThenVersion7AndRfcVariantInCanonicalForm() {
        // The random bits surround version and variant: many, so that a lucky one proves nothing.
        assertThat(Stream.generate(() -> GrantId.at(NOW)).limit(1_000))
                .allSatisfy(id ->
                        assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"))
                .allSatisfy(id -> assertThat(UUID.fromString(id))
                        .hasToString(id)
                        .returns(7, UUID::version)
                        .returns(2, UUID::variant));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, NOW, 4_102_444_800_000L, (1L << 48) - 1})
    void atWhenMadeThenTimeCanBeReadFromIt(long epochMillis) {
        assertThat(UUID.fromString(GrantId.at(epochMillis)).getMostSignificantBits() >>> 16)
                .isEqualTo(epochMillis);
    }

    @Test
    void atWhenMillisecondsGoByThenTextIsInTheirOrder() {
        List<String> ids =
                LongStream.range(NOW, NOW + 5_000).mapToObj(GrantId::at).toList();

        assertThat(ids).isSorted();
    }

    /** RFC 9562 5.7: 017f22e2-79b0-7… is 2022-02-22T19:22:22Z. */
    @Test
    void atWhenTimeIsTheOneOfTheRfcThenStartsAsItsExample() {
        assertThat(GrantId.at(1_645_557_742_000L)).startsWith("017f22e2-79b0-7");
    }

    @Test
    void atWhenMadeInTheSameMillisecondThenUnique() {
        assertThat(Stream.generate(() -> GrantId.at(NOW))
                        .limit(100_000)
                        .distinct()
                        .count())
                .isEqualTo(100_000);
    }

    /** The high half alone has 12 random bits, the low half 62. */
    @Test
    void atWhenMadeInTheSameMillisecondThenBothHalvesAreRandom() {
        List<UUID> ids = Stream.generate(() -> UUID.fromString(GrantId.at(NOW)))
                .limit(20_000)
                .toList();

        assertThat(ids.stream().map(UUID::getMostSignificantBits).distinct().count())
                .isBetween(3_900L, 4_096L);
        assertThat(ids.stream().map(UUID::getLeastSignificantBits).distinct().count())
                .isEqualTo(20_000);
    }

    @Test
    void atWhenMadeThenATokenCanNameIt() {
        String id = GrantId.at(NOW);

        assertThat(GrantToken.parse(GrantToken.derived(id, "k".repeat(43)).value())
                        .orElseThrow()
                        .grantId())
                .isEqualTo(id);
    }

    @Test
    void lowestWhenComparedThenBetweenTheIdsOfTwoMilliseconds() {
        assertThat(Stream.generate(() -> GrantId.at(NOW)).limit(1_000))
                .allSatisfy(id -> assertThat(id)
                        .isGreaterThanOrEqualTo(GrantId.lowest(NOW))
                        .isLessThan(GrantId.lowest(NOW + 1)));
        assertThat(GrantId.lowest(0)).isEqualTo("00000000-0000-7000-8000-000000000000");
    }
}
