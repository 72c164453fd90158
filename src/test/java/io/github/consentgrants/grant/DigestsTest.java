package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DigestsTest {
    /** FIPS 180-2, B.1. */
    @Test
    void sha256HexWhenTextIsAbcThenTheStandardsExample() {
        String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

        assertThat(Digests.sha256Hex("abc")).isEqualTo(expected);
        assertThat(Digests.sha256Hex("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(expected);
    }

    @Test
    void sha256HexWhenTextIsNotAsciiThenOfItsUtf8() {
        assertThat(Digests.sha256Hex("\u20ac"))
                .isEqualTo(Digests.sha256Hex(new byte[] {(byte) 0xE2, (byte) 0x82, (byte) 0xAC}));
    }

    /** RFC 4231, test case 2. */
    @Test
    void hmacSha256WhenKeyIsJefeThenTheRfcsExample() {
        byte[] mac = Digests.hmacSha256(
                "Jefe".getBytes(StandardCharsets.US_ASCII),
                "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII));

        assertThat(HexFormat.of().formatHex(mac))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    /** Computed apart, as the golden vectors were. */
    @Test
    void sha256HexWhenListThenThisConstant() {
        assertThat(list("a", null, "", "bc"))
                .isEqualTo("2c4adbe300b99a102f0f090fe03b350a2d753acddf95601923dd49d79e5db5c8");
    }

    @Test
    void sha256HexWhenListsDifferThenDiffers() {
        assertThat(Stream.of(
                        list(),
                        list(""),
                        list((String) null),
                        list("", ""),
                        list(null, ""),
                        list("", null),
                        list("ab", "c"),
                        list("a", "bc"),
                        list("abc"),
                        list("abc", ""),
                        list("a\nb", "c"),
                        list("a", "b\nc"),
                        list("c", "ab"),
                        list("ab\1\0\0\0\1c")))
                .doesNotHaveDuplicates();
    }

    @Test
    void sha256HexWhenDomainsDifferThenDiffers() {
        List<String> texts = List.of("text");

        assertThat(Digests.sha256Hex("one", texts))
                .isEqualTo(Digests.sha256Hex("one", List.of("text")))
                .isNotEqualTo(Digests.sha256Hex("other", texts))
                .isNotEqualTo(Digests.sha256Hex("on", List.of("etext")));
    }

    @Test
    void sha256HexWhenListHoldsAnUnpairedSurrogateThenRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> list("a\uD83D"));
    }

    private static String list(String... texts) {
        return Digests.sha256Hex("domain", Arrays.asList(texts));
    }
}
