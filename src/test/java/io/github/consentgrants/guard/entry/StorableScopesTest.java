package io.github.consentgrants.guard.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorableScopesTest {
    @ParameterizedTest
    @CsvSource({
        "a, 255, true",
        "a, 256, false",
        "\u00E9, 127, true",
        "\u00E9, 128, false",
        "\uD83D\uDE00, 63, true",
        "\uD83D\uDE00, 64, false"
    })
    void isStorableWhenLongThenByItsBytes(String character, int times, boolean storable) {
        assertThat(StorableScopes.isStorable(character.repeat(times))).isEqualTo(storable);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x07, 0x7F, 0x85, 0xD83D, 0xDC00})
    void isStorableWhenItHasWhatADatabaseDoesNotTakeThenNot(int codePoint) {
        assertThat(StorableScopes.isStorable("a" + Character.toString(codePoint) + "b"))
                .isFalse();
    }

    @Test
    void fitWhenTheFeatureIsOffThenNothingToStore() {
        assertThat(StorableScopes.fit(null)).isTrue();
    }
}
