package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BindingTest {
    /** Worked out by hand from the documentation of the encoding: format, then tag, kind, presence, value of each field. */
    private static final String EMPTY = "00000011636f6e73656e742d6772616e74732f7631" // "consent-grants/v1"
            + "00010100" + "00020100" + "00030100" + "00040100" + "00050100" + "00060100" + "00070100"
            + "0008030100000000" // response_type: the empty set
            + "00090100"
            + "000a030100000000" + "000b030100000000" // scope, client scopes
            + "000c020100000000" + "000d020100000000" // PKCE: absent is empty
            + "000e0100" + "000f0100" + "00100100" + "00110100" + "00120100" + "00130100" + "00140100" + "00150100"
            + "00160100" + "00170100" + "00180100" + "00190100" + "001a0100" + "001b0100"
            + "001c040100000000"; // no other parameters

    @Test
    void encodedWhenNothingIsSetThenGoldenVector() {
        assertThat(HexFormat.of().formatHex(Binding.builder().build().encoded()))
                .isEqualTo(EMPTY);
    }

    @Test
    void encodedWhenSetsAndTextsThenGoldenVector() {
        Binding binding = Binding.builder()
                .set(BindingField.REALM, "r\n\u00e9")
                .set(BindingField.SCOPE, List.of("openid", "email", "openid"))
                .set(BindingField.CODE_CHALLENGE, "c")
                .other("b", "2")
                .other("a", "1")
                .build();
        String expected = EMPTY.replace("00010100", "00010101" + "00000004" + "720ac3a9")
                .replace("000a030100000000", "000a0301" + "00000002" + "00000005656d61696c" + "000000066f70656e6964")
                .replace("000c020100000000", "000c0201" + "0000000163")
                .replace(
                        "001c040100000000",
                        "001c0401" + "00000002" + "0000000161" + "0000000131" + "0000000162" + "0000000132");
        assertThat(HexFormat.of().formatHex(binding.encoded())).isEqualTo(expected);
        assertThat(binding.hash()).isEqualTo(Digests.sha256Hex(HexFormat.of().parseHex(expected)));
    }

    @Test
    void hashWhenNothingIsSetThenFrozen() {
        // printf '<EMPTY>' | xxd -r -p | sha256sum
        assertThat(Binding.builder().build().hash())
                .isEqualTo("40edf577f4296c379bbb7028917097c05e161e966bd3c7d970d77361749061a5");
    }

    @Test
    void tagsWhenReadThenNeverReused() {
        assertThat(Arrays.stream(BindingField.values()).collect(Collectors.toMap(f -> f.tag(), f -> f)))
                .hasSize(BindingField.values().length)
                .containsEntry(1, BindingField.REALM)
                .containsEntry(10, BindingField.SCOPE)
                .containsEntry(25, BindingField.PAGE)
                .containsEntry(28, BindingField.OTHER);
    }

    @ParameterizedTest
    @EnumSource(BindingField.class)
    void hashWhenOneFieldDiffersThenDifferentAndNamed(BindingField field) {
        Binding one = TestBindings.full().build();
        Binding other = TestBindings.change(TestBindings.full(), field, "something else")
                .build();
        assertThat(other.hash()).isNotEqualTo(one.hash());
        assertThat(one.differingFields(other)).containsExactly(field);
        GrantToken token = GrantToken.fresh(GrantId.at(0));
        assertThat(token.differingFields(token.fieldDigests(one), other)).containsExactly(field);
        assertThat(token.differingFields(token.fieldDigests(one), one)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = BindingField.class,
            names = {"SCOPE", "CLIENT_SCOPES", "RESPONSE_TYPE", "OTHER"},
            mode = EnumSource.Mode.EXCLUDE)
    void hashWhenAbsentOrEmptyThenDifferentButForPkce(BindingField field) {
        boolean same = Binding.builder()
                .set(field, "")
                .build()
                .equals(Binding.builder().build());
        assertThat(same).isEqualTo(field == BindingField.CODE_CHALLENGE || field == BindingField.CODE_CHALLENGE_METHOD);
    }

    @Test
    void hashWhenScopesAreReorderedOrRepeatedThenEqual() {
        Binding one = Binding.builder().parameters(Map.of("scope", "a b c")).build();
        assertThat(Binding.builder().parameters(Map.of("scope", "c b a b")).build())
                .isEqualTo(one);
        assertThat(Binding.builder()
                        .set(BindingField.SCOPE, List.of("a b", "c"))
                        .build())
                .isNotEqualTo(one);
    }

    @Test
    void hashWhenNewlinesMoveBetweenFieldsThenDifferent() {
        Binding one = Binding.builder()
                .set(BindingField.CLIENT_ID, "a\nb")
                .set(BindingField.CLIENT_UUID, "c")
                .build();
        Binding other = Binding.builder()
                .set(BindingField.CLIENT_ID, "a")
                .set(BindingField.CLIENT_UUID, "b\nc")
                .build();
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void buildWhenSurrogateIsUnpairedThenRefused() {
        Binding.Builder builder = Binding.builder().set(BindingField.STATE, "\ud800");
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setWhenKindIsAnotherThenRefused() {
        Binding.Builder builder = Binding.builder();
        assertThatThrownBy(() -> builder.set(BindingField.SCOPE, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.set(BindingField.STATE, List.of("a")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.build().text(BindingField.SCOPE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.build().require(BindingField.REALM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setOrderWhenBeyondTheBasicPlaneThenByCodePoint() {
        // U+FF5E sorts before U+1F600 by code point and after it by UTF-16 unit.
        String encoded = HexFormat.of()
                .formatHex(Binding.builder()
                        .set(BindingField.SCOPE, List.of("\ud83d\ude00", "\uff5e"))
                        .build()
                        .encoded());
        assertThat(encoded).contains("00000003efbd9e" + "00000004f09f9880");
    }

    @ParameterizedTest
    @CsvSource({
        "code,,query",
        "code,jwt,query.jwt",
        "code,form_post,form_post",
        "code id_token,,fragment",
        "code token,jwt,fragment.jwt",
        "id_token,,fragment",
        "none,,query"
    })
    void responseModeWhenDefaultThenTheOneItStandsFor(String type, String mode, String effective) {
        Map<String, String> request = new HashMap<>(Map.of("response_type", type));
        if (mode != null) {
            request.put("response_mode", mode);
        }
        assertThat(Binding.builder().parameters(request).build().text(BindingField.RESPONSE_MODE))
                .isEqualTo(effective);
    }

    @Test
    void parametersWhenUnknownThenBoundAndWhenOnlyAskingThenNot() {
        Binding one = Binding.builder().parameters(Map.of("state", "s")).build();
        assertThat(Binding.builder()
                        .parameters(Map.of("state", "s", "new", "x"))
                        .build())
                .isNotEqualTo(one);
        assertThat(Binding.builder()
                        .parameters(Map.of("state", "s", "prompt", "login", "login_hint", "alice", "ui_locales", "de"))
                        .build())
                .isEqualTo(one);
    }

    @Test
    void toStringWhenPrintedThenWithoutValues() {
        assertThat(TestBindings.full().build().toString()).doesNotContain("value");
    }
}
