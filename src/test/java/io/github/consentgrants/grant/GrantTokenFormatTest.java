package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTokenFormatTest {
    private static final String ID = "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f";
    /** The bytes 00 01 … 1f. */
    private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    @Test
    void freshWhenMadeThenIdAndSecretOf256BitsInBase64UrlWithoutPadding() {
        GrantToken token = GrantToken.fresh(ID);
        String secret = token.value().substring(ID.length() + 1);

        assertThat(token.grantId()).isEqualTo(ID);
        assertThat(token.value()).startsWith(ID + ".").hasSize(36 + 1 + 43);
        assertThat(secret).matches("[A-Za-z0-9_-]{43}");
        assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
    }

    @Test
    void freshWhenMadeOftenThenNoSecretTwiceAndEveryBitIsUsed() {
        Set<String> secrets = new HashSet<>();
        byte[] everSet = new byte[32];
        byte[] alwaysSet = new byte[32];
        Arrays.fill(alwaysSet, (byte) -1);
        IntStream.range(0, 200).forEach(i -> {
            String value = GrantToken.fresh(ID).value();
            secrets.add(value);
            byte[] bytes = Base64.getUrlDecoder().decode(value.substring(ID.length() + 1));
            IntStream.range(0, 32).forEach(at -> {
                everSet[at] |= bytes[at];
                alwaysSet[at] &= bytes[at];
            });
        });

        assertThat(secrets).hasSize(200);
        assertThat(everSet).containsOnly(-1);
        assertThat(alwaysSet).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "id",
                "1-1-1-1-1",
                "01932C07-7E3A-7C1D-8F5E-6A7B8C9D0E1F",
                " 01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f",
                "{01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f}"
            })
    void freshWhenIdIsNotACanonicalUuidThenRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> GrantToken.fresh(id));
    }

    @Test
    void parseWhenWrittenByValueThenSameToken() {
        GrantToken token = GrantToken.fresh(ID);
        GrantToken parsed = GrantToken.parse(token.value()).orElseThrow();
        Binding binding = TestBindings.full().build();

        assertThat(parsed.grantId()).isEqualTo(ID);
        assertThat(parsed.value()).isEqualTo(token.value());
        assertThat(parsed.secretHash()).isEqualTo(token.secretHash());
        assertThat(parsed.fieldDigests(binding)).isEqualTo(token.fieldDigests(binding));
    }

    @Test
    void parseWhenCanonicalThenToken() {
        assertThat(GrantToken.parse(ID + "." + SECRET)).isPresent();
        assertThat(GrantToken.parse(ID + "." + "_".repeat(42) + "8")).isPresent();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                " ",
                "\t\n",
                ".",
                ID,
                ID + ".",
                "." + SECRET,
                SECRET,
                ID + SECRET,
                ID + ":" + SECRET,
                ID + ".." + SECRET,
                // extra characters
                " " + ID + "." + SECRET,
                ID + "." + SECRET + " ",
                ID + "." + SECRET + "\n",
                "\n" + ID + "." + SECRET,
                ID + "." + SECRET + "\0",
                ID + "." + SECRET + "A",
                ID + "." + SECRET + "." + SECRET,
                ID + "0." + SECRET,
                // padding, other alphabet, bits that decode to nothing
                ID + "." + SECRET + "=",
                ID + ".++ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
                ID + ".//ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
                ID + ".AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9",
                ID + ".AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh-",
                // truncated
                ID + ".AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh",
                "1932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f." + SECRET,
                // other spellings of the id
                "01932C07-7e3a-7c1d-8f5e-6a7b8c9d0e1f." + SECRET,
                "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1F." + SECRET,
                "01932c077e3a7c1d8f5e6a7b8c9d0e1f." + SECRET,
                "g1932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f." + SECRET,
                // digits that are none of ASCII's
                "\u0660\u06611932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f." + SECRET,
                "\uff101932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f." + SECRET,
                ID + ".\uff21AECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
            })
    void parseWhenNotCanonicalThenNoToken(String value) {
        assertThat(GrantToken.parse(value)).isEmpty();
    }

    @Test
    void parseWhenLastCharacterVariesThenOnlyOneSpellingOfASecretIsRead() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String start = ID + "." + SECRET.substring(0, 42);

        assertThat(alphabet.chars()
                        .mapToObj(last -> GrantToken.parse(start + (char) last))
                        .flatMap(token -> token.stream())
                        .map(GrantToken::secretHash))
                .hasSize(16)
                .doesNotHaveDuplicates();
    }

    @Test
    void secretHashWhenComputedThenSha256OfTheSecretBytes() {
        assertThat(GrantToken.parse(ID + "." + SECRET).orElseThrow().secretHash())
                .isEqualTo("630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd");
    }

    @Test
    void toStringWhenPrintedThenIdAndNoSecret() {
        GrantToken token = GrantToken.fresh(ID);

        assertThat(token).hasToString("GrantToken[" + ID + "]");
        assertThat("token: " + token).doesNotContain(token.value().substring(ID.length() + 1));
    }

    @ParameterizedTest
    @EnumSource(BindingField.class)
    void differingFieldsWhenOneFieldChangedThenNamesExactlyThisField(BindingField field) {
        GrantToken token = GrantToken.fresh(ID);
        String stored = token.fieldDigests(TestBindings.full().build());

        assertThat(token.differingFields(
                        stored,
                        TestBindings.change(TestBindings.full(), field, "another value")
                                .build()))
                .containsExactly(field);
    }

    @Test
    void differingFieldsWhenBindingIsTheSameThenNone() {
        GrantToken token = GrantToken.fresh(ID);
        Binding binding = TestBindings.full().build();

        assertThat(token.differingFields(token.fieldDigests(binding), binding)).isEmpty();
    }

    @Test
    void differingFieldsWhenStoredByAnotherVersionThenEveryField() {
        GrantToken token = GrantToken.fresh(ID);
        Binding binding = TestBindings.full().build();
        String shorter = token.fieldDigests(binding).substring(0, 140);

        assertThat(token.differingFields(shorter, binding)).containsExactly(BindingField.values());
        assertThat(token.differingFields("", binding)).containsExactly(BindingField.values());
    }

    @Test
    void fieldDigestsWhenTokensDifferThenNoDigestIsShared() {
        Binding binding = TestBindings.full().build();
        String one = GrantToken.fresh(ID).fieldDigests(binding);
        GrantToken other = GrantToken.fresh(ID);

        assertThat(other.differingFields(one, binding)).containsExactly(BindingField.values());
    }

    /** The column is 255 wide; a field costs 4 bytes, so this also says how many fields there may ever be. */
    @Test
    void fieldDigestsWhenWrittenThenFitTheColumnAndHoldNoValue() {
        Binding binding = TestBindings.full().build();

        assertThat(GrantToken.fresh(ID).fieldDigests(binding))
                .matches("[A-Za-z0-9_-]+")
                .hasSize(150);
    }
}
