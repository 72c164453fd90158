package io.github.consentgrants.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "e\u0301",
                // Names as people write them, decomposed where a keyboard may leave them so.
                "Nguye\u0302\u0303n Thi\u0323 A\u0301nh", // Vietnamese
                "\u0E17\u0E35\u0E48\u0E19\u0E48\u0E32\u0E23\u0E31\u0E01", // Thai: two marks on one letter
                "\u0E99\u0EC9\u0EB3\u0E97\u0EB4\u0E9A", // Lao
                "\u0915\u094D\u0937\u093F\u0924\u093F\u091C", // Hindi
                "\u091C\u093C\u0941\u0902\u091C\u093E", // Hindi: nukta, vowel and anusvara under and over one letter
                "\u0D9C\u0DCA\u200D\u0DBB\u0DD3", // Sinhala: a conjunct needs the joiner
                "\u0BB8\u0BCD\u0BB0\u0BC0\u0BA8\u0BBF\u0BB5\u0BBE\u0B9A\u0BA9\u0BCD", // Tamil
                "\u0995\u09C7\u09BE\u0981", // Bengali, decomposed: three marks
                "\u05D9\u05B4\u05E9\u05BC\u05C2\u05B8\u05E9\u05DB\u05B8\u05E8", // Hebrew with points: three marks
                "\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F\u064C", // Arabic with harakat
                "\u1000\u103B\u1031\u102C\u103A", // Burmese: four marks
                "\u0F66\u0F92\u0FB2\u0F7C\u0F63\u0F0B\u0F58\u0F0B", // Tibetan: two letters below one, and a vowel
                "\u179F\u17CA\u17BB\u17C6", // Khmer
                "\u110C\u1161\u11BC", // Korean, decomposed
                "\u304B\u3099\u30CF\u309A" // Japanese, decomposed
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
                0xDC68, 0xFFF9, 0xFFFC, 0x16FE4, 0x1D159, 0x13441
            })
    void ofWhenItCanHideOrReorderThenMadeVisible(int codePoint) {
        String text = "Ba" + new StringBuilder().appendCodePoint(codePoint) + "nk";

        assertThat(SafeText.of(text)).isEqualTo("Ba\uFFFDnk");
    }

    /** Unicode's own list of what is not drawn, DerivedCoreProperties.txt, Default_Ignorable_Code_Point, of Unicode 16. */
    @ParameterizedTest
    @CsvSource({
        "00AD, 00AD",
        "034F, 034F",
        "061C, 061C",
        "115F, 1160",
        "17B4, 17B5",
        "180B, 180F",
        "200B, 200F",
        "202A, 202E",
        "2060, 206F",
        "3164, 3164",
        "FE00, FE0F",
        "FEFF, FEFF",
        "FFA0, FFA0",
        "FFF0, FFF8",
        "1BCA0, 1BCA3",
        "1D173, 1D17A",
        "E0000, E0FFF"
    })
    void ofWhenACharacterIsNotDrawnThenMadeVisible(String first, String last) {
        IntStream.rangeClosed(Integer.parseInt(first, 16), Integer.parseInt(last, 16))
                .forEach(codePoint -> {
                    assertThat(SafeText.of("Ba" + Character.toString(codePoint) + "nk"))
                            .as(Integer.toHexString(codePoint))
                            .isEqualTo("Ba\uFFFDnk");
                    assertThat(SafeText.of(Character.toString(codePoint))).isEqualTo("\uFFFD");
                });
    }

    /** Joiners shape Arabic and Indic letters, and hide everywhere else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ba\u200C\u200Dnk",
                "\u0645\u200C\u200C\u062E",
                "\u200C\u0645",
                "\u0645\u200D",
                "\u0645\u200Ca",
                "\u200D\uD83D\uDCBB",
                "\uD83D\uDC68\u200D a"
            })
    void ofWhenAJoinerJoinsNothingThenMadeVisible(String text) {
        assertThat(SafeText.of(text)).contains("\uFFFD").doesNotContain("\u200D");
    }

    /** What lies over the letters around it, or over the lines around it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0300",
                "\u0489",
                "\u20DD",
                "\u0E49",
                "\u0651",
                "\u064E",
                "\u0335",
                "\uD834\uDD65",
                "\u05B8",
                "\u103B"
            })
    void ofWhenMarksAreStackedThenTwoAtMost(String mark) {
        for (String base : new String[] {"a", "\u0E01", "\u0645", "\u05E9", "\u1000"}) {
            String safe = SafeText.of("B" + base + mark.repeat(240) + "nk");

            assertThat(safe).contains("nk").doesNotContainPattern("\\p{M}{3}");
            assertThat(safe.length()).isLessThan(12);
        }
    }

    @Test
    void ofWhenMarksAreOfManyKindsThenTwoAtMost() {
        assertThat(SafeText.of("a\u0300\u0301\u0302b")).isEqualTo("a\u0300\u0301\uFFFDb");
        assertThat(SafeText.of("\u0E01\u0E34\u0E48\u0E4C\u0E4D")).isEqualTo("\u0E01\u0E34\u0E48\uFFFD");
        // Of a script that stacks, but not its own marks, or one of them twice.
        assertThat(SafeText.of("\u05E9\u05B8\u0300\u0301")).isEqualTo("\u05E9\u05B8\u0300\uFFFD");
        assertThat(SafeText.of("\u05E9\u05B8\u05B8\u05B8")).isEqualTo("\u05E9\u05B8\u05B8\uFFFD");
        assertThat(SafeText.of("\u05E9\u05B0\u05B1\u05B2\u05B3\u05B4\u05B5")).endsWith("\uFFFD");
    }

    /** Three marks in Greek of antiquity, which are one letter composed. */
    @Test
    void ofWhenMarksAreOneLetterComposedThenComposed() {
        assertThat(SafeText.of("\u03C9\u0314\u0342\u0345")).isEqualTo("\u1FA7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u0301Bank", "B \u0301", "B\n\u0301\u0302", "\u3000\u0301", "\u2800\u20DD", "\u202E\u0301x"})
    void ofWhenAMarkHasNoBaseThenMadeVisible(String text) {
        assertThat(SafeText.of(text)).contains("\uFFFD").doesNotContainPattern("\\p{M}");
    }

    /** They push what follows out of sight; a browser does not fold them. */
    @Test
    void ofWhenBlanksAreWideThenOnePlainSpace() {
        String wide =
                "\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u2800\u3000";

        wide.codePoints()
                .forEach(blank -> assertThat(
                                SafeText.of("My" + Character.toString(blank).repeat(50) + "Bank"))
                        .as(Integer.toHexString(blank))
                        .isEqualTo("My Bank"));
        assertThat(SafeText.of("My" + wide.repeat(20) + "Bank")).isEqualTo("My Bank");
        assertThat(SafeText.of("My " + wide + "Bank")).isEqualTo("My Bank");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00A0", "\u3000\u3000", "\u2800", "\n"})
    void ofWhenNothingCanBeSeenThenMadeVisible(String text) {
        assertThat(SafeText.of(text)).isEqualTo("\uFFFD");
        assertThat(SafeText.orNull(text)).isNull();
    }

    @Test
    void ofWhenDoneTwiceThenTheSame() {
        String text = "${a} \u202Ex\u0301\u0302\u0303\u200C \u3000\u3000 $\u2060{b}";

        assertThat(SafeText.of(SafeText.of(text))).isEqualTo(SafeText.of(text));
    }

    /** The net under the page: leaves what the page's own code puts around the texts of others, and only in pairs. */
    @Test
    void shownWhenIsolatedByThePageThenLeft() {
        assertThat(SafeText.shown("\u2068Shop\u2069 asks")).isEqualTo("\u2068Shop\u2069 asks");
        assertThat(SafeText.shown("\u2068Shop\u202E\u2069 a\u0301\u0301\u0301"))
                .isEqualTo("\u2068Shop\uFFFD\u2069 a\u0301\u0301\uFFFD");
        assertThat(SafeText.shown("Shop\u2069 asks\u2068")).isEqualTo("Shop\uFFFD asks\uFFFD");
        assertThat(SafeText.shown("a\u2068\u0301\u2069")).isEqualTo("a\u2068\uFFFD\u2069");
        assertThat(SafeText.shown("")).isEmpty();
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
