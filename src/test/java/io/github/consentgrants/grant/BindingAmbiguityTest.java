package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** No two requests share a hash, whatever is in the values; only what a field documents as the same is the same. */
class BindingAmbiguityTest {
    @ParameterizedTest
    @EnumSource(
            value = BindingField.class,
            mode = Mode.EXCLUDE,
            names = {"RESPONSE_TYPE", "SCOPE", "CLIENT_SCOPES", "CODE_CHALLENGE", "CODE_CHALLENGE_METHOD", "OTHER"})
    void hashWhenTextIsEmptyThenDiffersFromAbsent(BindingField field) {
        assertThat(of(field, "")).isNotEqualTo(Binding.builder().build());
    }

    @ParameterizedTest
    @EnumSource(
            value = BindingField.class,
            names = {"CODE_CHALLENGE", "CODE_CHALLENGE_METHOD"})
    void hashWhenPkceFieldIsEmptyThenEqualsAbsent(BindingField field) {
        assertThat(of(field, "")).isEqualTo(Binding.builder().build());
        assertThat(of(field, " ")).isNotEqualTo(Binding.builder().build());
    }

    @Test
    void hashWhenScopesAreReorderedOrRepeatedThenEqual() {
        Binding binding = scopes("openid", "email", "profile");

        assertThat(scopes("profile", "openid", "email")).isEqualTo(binding);
        assertThat(scopes("openid", "email", "openid", "profile", "profile")).isEqualTo(binding);
        assertThat(scopes("openid", "email")).isNotEqualTo(binding);
        assertThat(scopes("openid", "email", "profile", "Profile")).isNotEqualTo(binding);
    }

    @Test
    void hashWhenScopeHoldsASeparatorThenDiffersFromTwoScopes() {
        assertThat(Stream.of(
                                scopes("a", "b"),
                                scopes("a b"),
                                scopes("a,b"),
                                scopes("a\nb"),
                                scopes("a\0b"),
                                scopes("ab"),
                                scopes("", "ab"))
                        .map(Binding::hash))
                .doesNotHaveDuplicates();
    }

    @Test
    void hashWhenSetHoldsTheEmptyTextThenDiffersFromTheEmptySet() {
        assertThat(scopes("")).isNotEqualTo(scopes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\0", "\r\n", " ", "\u001f", "\u2028"})
    void hashWhenSeparatorMovesAcrossNeighboursThenDiffersWhereJoiningDoesNot(String separator) {
        List<String> one = List.of("a" + separator + "b", "c");
        List<String> other = List.of("a", "b" + separator + "c");

        assertThat(String.join(separator, one)).isEqualTo(String.join(separator, other));
        assertThat(neighbours(one)).isNotEqualTo(neighbours(other));
    }

    @Test
    void hashWhenTextMovesToTheNextFieldThenDiffers() {
        assertThat(neighbours(List.of("ab", "c"))).isNotEqualTo(neighbours(List.of("a", "bc")));
        assertThat(neighbours(List.of("abc", ""))).isNotEqualTo(neighbours(List.of("", "abc")));
    }

    private static Binding neighbours(List<String> values) {
        return TestBindings.full()
                .set(BindingField.REALM, values.get(0))
                .set(BindingField.ISSUER, values.get(1))
                .build();
    }

    /** A value that spells the encoding of the field after it does not become that field. */
    @Test
    void hashWhenValueImitatesTheNextFieldThenDiffers() {
        Binding two = Binding.builder()
                .set(BindingField.REALM, "a")
                .set(BindingField.ISSUER, "b")
                .build();

        assertThat(of(BindingField.REALM, "a\0\2\1\1\0\0\0\1b")).isNotEqualTo(two);
    }

    @Test
    void hashWhenTextMovesBetweenNameAndValueThenDiffers() {
        assertThat(Binding.builder().other("a", "b c").build())
                .isNotEqualTo(Binding.builder().other("a b", "c").build());
        assertThat(Binding.builder().other("a", "b").other("c", "d").build())
                .isNotEqualTo(Binding.builder().other("a", "d").other("c", "b").build());
    }

    @Test
    void hashWhenOthersAreBoundInAnotherOrderThenEqual() {
        assertThat(Binding.builder().other("b", "2").other("a", "1").build())
                .isEqualTo(Binding.builder().other("a", "1").other("b", "2").build());
    }

    @Test
    void encodedWhenNotInTheBasicPlaneThenInTheOrderOfUtf8AndNotOfUtf16() {
        String privateUse = "\uE000";
        String emoji = "\uD83D\uDE00";
        String encoded = hex(scopes(emoji, privateUse));

        assertThat(emoji).isLessThan(privateUse);
        assertThat(encoded).contains("000a0301" + "00000002" + "00000003" + "ee8080" + "00000004" + "f09f9880");
        assertThat(hex(Binding.builder()
                        .other(emoji, "1")
                        .other(privateUse, "2")
                        .build()))
                .endsWith("00000003" + "ee8080" + "00000001" + "32" + "00000004" + "f09f9880" + "00000001" + "31");
    }

    @Test
    void hashWhenTextsAreCanonicallyEquivalentThenDiffers() {
        assertThat(of(BindingField.STATE, "\u00e9")).isNotEqualTo(of(BindingField.STATE, "e\u0301"));
    }

    @ParameterizedTest
    @EnumSource(BindingField.class)
    void buildWhenSurrogateIsUnpairedThenRefused(BindingField field) {
        for (String broken : List.of("\uD83D", "a\uDE00", "\uDE00\uD83D", "\uD83Dx")) {
            assertThatIllegalArgumentException()
                    .as(field.name())
                    .isThrownBy(() -> of(field, broken))
                    .withMessageNotContaining(broken);
        }
        assertThat(of(field, "\uD83D\uDE00").hash()).hasSize(64);
    }

    @Test
    void buildWhenNameOfAnotherHasAnUnpairedSurrogateThenRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Binding.builder().other("\uD83D", "value").build());
    }

    @Test
    void hashWhenValuesAreVeryLongThenLastCharacterCounts() {
        String text = "x".repeat(3_000_000);

        assertThat(of(BindingField.CLAIMS, text + "a"))
                .isEqualTo(of(BindingField.CLAIMS, text + "a"))
                .isNotEqualTo(of(BindingField.CLAIMS, text + "b"))
                .isNotEqualTo(of(BindingField.CLAIMS, text));
        assertThat(of(BindingField.CLAIMS, text).encoded()).hasSizeGreaterThan(3_000_000);
    }

    /** More than 255 and more than 65535 items: the count is four bytes. */
    @ParameterizedTest
    @ValueSource(ints = {256, 65_536})
    void hashWhenSetIsLargeThenSizeCounts(int size) {
        List<String> items =
                Stream.iterate(0, i -> i + 1).limit(size).map(String::valueOf).collect(Collectors.toList());
        Binding large = Binding.builder().set(BindingField.SCOPE, items).build();
        items.remove(items.size() - 1);

        assertThat(hex(large)).contains("000a0301" + "%08x".formatted(size));
        assertThat(Binding.builder().set(BindingField.SCOPE, items).build()).isNotEqualTo(large);
    }

    private static String hex(Binding binding) {
        return HexFormat.of().formatHex(binding.encoded());
    }

    private static Binding of(BindingField field, String value) {
        return TestBindings.change(Binding.builder(), field, value).build();
    }

    private static Binding scopes(String... scopes) {
        return Binding.builder().set(BindingField.SCOPE, List.of(scopes)).build();
    }
}
