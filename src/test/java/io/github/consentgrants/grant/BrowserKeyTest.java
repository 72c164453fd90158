package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserKeyTest {
    private static final String VALUE = "k".repeat(42) + "A";

    /** HMAC-SHA-256, computed apart. */
    @Test
    void madeWhenMadeAgainThenTheseConstants() {
        BrowserKey key = BrowserKey.of("credential");
        assertThat(key.value()).isEqualTo("cRYSIfB78fH91i29NN68eP63LqX7JvJpZaEd1a2hY_4");
        assertThat(key.secretOf("realm", "root", "tab")).isEqualTo("xM6-GtlNk3n_lWn1MeGdXhuXQfLQ_oiVkWJacambkqQ");
    }

    @Test
    void randomWhenMadeThenAnother() {
        assertThat(BrowserKey.random()).isNotEqualTo(BrowserKey.random());
        assertThat(BrowserKey.parse(BrowserKey.random().value())).isPresent();
    }

    @Test
    void secretWhenOfAnotherTabThenAnother() {
        BrowserKey key = BrowserKey.of("credential");
        assertThat(key.secretOf("realm", "root", "tab"))
                .hasSize(GrantToken.KEY_LENGTH)
                .isNotEqualTo(key.secretOf("realm", "root", "other"))
                .isNotEqualTo(key.secretOf("realm", "other", "tab"))
                .isNotEqualTo(key.secretOf("other", "root", "tab"))
                .isNotEqualTo(BrowserKey.of("other").secretOf("realm", "root", "tab"));
    }

    @Test
    void parseWhenWrittenThenTheSame() {
        assertThat(BrowserKey.parse(VALUE)).contains(BrowserKey.parse(VALUE).orElseThrow());
        assertThat(BrowserKey.parse(VALUE)).hasValueSatisfying(key -> {
            assertThat(key.value()).isEqualTo(VALUE);
            assertThat(key).hasSameHashCodeAs(BrowserKey.parse(VALUE).orElseThrow());
            assertThat(key.toString()).doesNotContain(VALUE);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "k",
                "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkB",
                "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkA "
            })
    void parseWhenAnythingElseThenNone(String value) {
        assertThat(BrowserKey.parse(value)).isEmpty();
    }
}
