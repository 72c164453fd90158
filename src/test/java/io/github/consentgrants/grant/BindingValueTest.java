package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingValueTest {
    @ParameterizedTest
    @EnumSource(BindingField.class)
    void hashWhenOneFieldChangesThenDiffers(BindingField field) {
        Binding binding = TestBindings.full().build();
        Binding changed =
                TestBindings.change(TestBindings.full(), field, "another value").build();

        assertThat(changed).isNotEqualTo(binding);
        assertThat(changed.hash()).isNotEqualTo(binding.hash());
    }

    @ParameterizedTest
    @EnumSource(BindingField.class)
    void differingFieldsWhenOneFieldChangesThenNamesExactlyThisField(BindingField field) {
        Binding binding = TestBindings.full().build();
        Binding changed =
                TestBindings.change(TestBindings.full(), field, "another value").build();

        assertThat(binding.differingFields(changed)).containsExactly(field);
        assertThat(changed.differingFields(binding)).containsExactly(field);
    }

    @ParameterizedTest
    @EnumSource(BindingField.class)
    void differingFieldsWhenOneFieldIsAbsentThenNamesExactlyThisField(BindingField field) {
        assertThat(Binding.builder().build().differingFields(of(field, "value")))
                .containsExactly(field);
    }

    @Test
    void differingFieldsWhenSeveralChangeThenNamesEachInTheOrderOfTheFields() {
        Binding binding = TestBindings.full().build();
        Binding changed = TestBindings.full()
                .set(BindingField.STATE, "x")
                .set(BindingField.REALM, "x")
                .other("another", "x")
                .build();

        assertThat(binding.differingFields(changed))
                .containsExactly(BindingField.REALM, BindingField.STATE, BindingField.OTHER);
    }

    @Test
    void differingFieldsWhenEqualThenNone() {
        Binding binding = TestBindings.full().build();

        assertThat(binding.differingFields(TestBindings.full().build())).isEmpty();
    }

    @Test
    void equalsWhenBuiltTwiceThenEqualWithEqualHashCodes() {
        Binding one = TestBindings.full().build();
        Binding other = TestBindings.full().build();

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.hash()).isEqualTo(other.hash());
    }

    @Test
    void hashWhenComputedThenSha256OfTheEncodingInLowerCaseHexadecimal() throws NoSuchAlgorithmException {
        Binding binding = TestBindings.full().build();

        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(binding.encoded());

        assertThat(binding.hash()).isEqualTo(HexFormat.of().formatHex(sha256));
    }

    @Test
    void encodedWhenCallerWritesIntoItThenBindingIsUntouched() {
        Binding binding = TestBindings.full().build();
        byte[] before = binding.encoded();

        binding.encoded()[0] ^= 1;

        assertThat(binding.encoded()).isEqualTo(before);
    }

    @Test
    void encodedWhenReadThenStartsWithTheFormat() {
        byte[] encoded = Binding.builder().build().encoded();

        assertThat(new String(encoded, 0, 21, StandardCharsets.UTF_8)).isEqualTo("\0\0\0\21consent-grants/v1");
    }

    @Test
    void buildWhenBuilderIsUsedOnThenFirstBindingIsUntouched() {
        Binding.Builder builder = TestBindings.full();
        Binding binding = builder.build();
        String hash = binding.hash();
        String state = binding.text(BindingField.STATE);

        Binding next = builder.set(BindingField.STATE, "changed")
                .set(BindingField.SCOPE, List.of("changed"))
                .other("changed", "changed")
                .build();

        assertThat(binding.text(BindingField.STATE)).isEqualTo(state);
        assertThat(Digests.sha256Hex(binding.encoded())).isEqualTo(hash);
        assertThat(next.differingFields(binding))
                .containsExactly(BindingField.SCOPE, BindingField.STATE, BindingField.OTHER);
    }

    @Test
    void setWhenNullThenFieldIsAbsentAgain() {
        Binding binding =
                TestBindings.full().set(BindingField.STATE, (String) null).build();

        assertThat(binding.text(BindingField.STATE)).isNull();
        assertThat(binding.differingFields(TestBindings.full().build())).containsExactly(BindingField.STATE);
    }

    @Test
    void otherWhenNullThenIgnored() {
        assertThat(Binding.builder().other("name", null).build())
                .isEqualTo(Binding.builder().build());
        assertThat(Binding.builder().other("name", "").build())
                .isNotEqualTo(Binding.builder().build());
    }

    @Test
    void setWhenFieldIsOfAnotherKindThenRefused() {
        Binding.Builder builder = Binding.builder();

        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(BindingField.SCOPE, "openid"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(BindingField.OTHER, "value"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(BindingField.STATE, List.of("value")));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.set(BindingField.OTHER, List.of("value")));
    }

    @Test
    void textWhenFieldIsSingleValuedThenItsValueAsItCame() {
        Binding binding = of(BindingField.REDIRECT_URI, " https://Example.ORG/%7e?b&a ");

        assertThat(binding.text(BindingField.REDIRECT_URI)).isEqualTo(" https://Example.ORG/%7e?b&a ");
        assertThat(binding.require(BindingField.REDIRECT_URI)).isEqualTo(" https://Example.ORG/%7e?b&a ");
    }

    @ParameterizedTest
    @EnumSource(
            value = BindingField.class,
            names = {"SCOPE", "RESPONSE_TYPE", "CLIENT_SCOPES", "OTHER"})
    void textWhenFieldHasMoreThanOneValueThenRefused(BindingField field) {
        Binding binding = TestBindings.full().build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> binding.text(field))
                .withMessageContaining(field.name());
        assertThatIllegalArgumentException().isThrownBy(() -> binding.require(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void requireWhenBlankThenRefused(String blank) {
        Binding binding = of(BindingField.REALM, blank);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> binding.require(BindingField.REALM))
                .withMessageContaining("REALM");
    }

    @Test
    void requireWhenAbsentThenRefused() {
        Binding binding = Binding.builder().build();

        assertThatIllegalArgumentException().isThrownBy(() -> binding.require(BindingField.SUBJECT));
    }

    @Test
    void toStringWhenPrintedThenHashAndNoValue() {
        Binding binding = TestBindings.full().build();

        assertThat(binding).hasToString("Binding[" + binding.hash() + "]");
    }

    private static Binding of(BindingField field, String value) {
        return TestBindings.change(Binding.builder(), field, value).build();
    }
}
