package io.github.consentgrants.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.theme.TemplatingUtil;

class SafeTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Shop",
                "B\u00FCcher & <Co>",
                "\u65E5\u672C\u8A9E",
                "\u0645\u0631\u062D\u0628\u0627",
                "\u0646\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
                "\uD83D\uDC68\u200D\uD83D\uDCBB",
                "e\u0301"
            })
    void ofWhenOrdinaryThenUnchanged(String text) {
        assertThat(SafeText.of(text)).isEqualTo(text);
    }

    /** Bidi embeddings, overrides, isolates and marks, invisible characters, controls, halves of pairs. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x1B, 0x7F, 0x85, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A,
                0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF, 0xE000, 0xE0041, 0xD83D,
                0xDC68
            })
    void ofWhenItCanHideOrReorderThenMadeVisible(int codePoint) {
        String text = "Ba" + new StringBuilder().appendCodePoint(codePoint) + "nk";

        assertThat(SafeText.of(text)).isEqualTo("Ba\uFFFDnk");
    }

    @Test
    void ofWhenItHasLinesThenOneLine() {
        assertThat(SafeText.of("a\nb\r\nc\td")).isEqualTo("a b  c d");
    }

    /** Keycloak fills in messages for such expressions when it formats a message with the text as an argument. */
    @Test
    void ofWhenItNamesAMessageThenNotLookedUp() {
        Properties messages = new Properties();
        messages.setProperty("secret", "looked up");

        assertThat(TemplatingUtil.resolveVariables("${secret}", messages)).isEqualTo("looked up");
        assertThat(TemplatingUtil.resolveVariables(SafeText.of("${secret}"), messages))
                .isEqualTo("$\u2060{secret}");
    }

    @Test
    void shortenedWhenLongThenCutBetweenCharacters() {
        assertThat(SafeText.shortened("\uD83D\uDC68".repeat(5), 2)).isEqualTo("\uD83D\uDC68\uD83D\uDC68\u2026");
        assertThat(SafeText.shortened("abc", 3)).isEqualTo("abc");
    }

    @Test
    void orNullWhenBlankThenNull() {
        assertThat(SafeText.orNull(" ")).isNull();
        assertThat(SafeText.orNull(null)).isNull();
        assertThat(SafeText.orNull(" a ")).isEqualTo("a");
    }
}
