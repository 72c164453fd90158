package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTokenFormatTest {
    private static final String ID = "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f";
    private static final String OTHER_ID = "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e20";
    /** The bytes 00 01 … 1f. */
    private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    /** As long as the secret of a browser. */
    private static final String KEY = "k".repeat(43);

    private static final String OTHER_KEY = "k".repeat(42) + "l";

    @Test
    void derivedWhenMadeThenIdAndSecretOf256BitsInBase64UrlWithoutPadding() {
        GrantToken token = GrantToken.derived(ID, KEY);
        String secret = token.value().substring(ID.length() + 1);

        assertThat(token.grantId()).isEqualTo(ID);
        assertThat(token.value()).startsWith(ID + ".").hasSize(36 + 1 + 43);
        assertThat(secret).matches("[A-Za-z0-9_-]{43}");
        assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
    }

    /** HMAC-SHA-256 under the key of: domain, count, presence, id; computed apart. */
    @Test
    void derivedWhenMadeAgainThenThisConstant() {
        assertThat(GrantToken.derived(ID, KEY).value()).isEqualTo(ID + ".i9N_LDPLghI7UkhA9dVMfXODVAu1pioL_EWrghaQO3Y");
    }

    @Test
    void derivedWhenKeyOrPageDiffersThenSecretDiffers() {
        String secretHash = GrantToken.derived(ID, KEY).secretHash();

        assertThat(GrantToken.derived(ID, OTHER_KEY).secretHash()).isNotEqualTo(secretHash);
        assertThat(GrantToken.derived(OTHER_ID, KEY).secretHash()).isNotEqualTo(secretHash);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"})
    void derivedWhenKeyIsShorterThanASecretThenRefused(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> GrantToken.derived(ID, key));
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
    void derivedWhenIdIsNotACanonicalUuidThenRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> GrantToken.derived(id, KEY));
    }

    @Test
    void parseWhenWrittenByValueThenSameToken() {
        GrantToken token = GrantToken.derived(ID, KEY);
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
        GrantToken token = GrantToken.derived(ID, KEY);

        assertThat(token).hasToString("GrantToken[" + ID + "]");
        assertThat("token: " + token).doesNotContain(token.value().substring(ID.length() + 1));
    }

    @ParameterizedTest
    @EnumSource(BindingField.class)
    void differingFieldsWhenOneFieldChangedThenNamesExactlyThisField(BindingField field) {
        GrantToken token = GrantToken.derived(ID, KEY);
        String stored = token.fieldDigests(TestBindings.full().build());

        assertThat(token.differingFields(
                        stored,
                        TestBindings.change(TestBindings.full(), field, "another value")
                                .build()))
                .containsExactly(field);
    }

    @Test
    void differingFieldsWhenBindingIsTheSameThenNone() {
        GrantToken token = GrantToken.derived(ID, KEY);
        Binding binding = TestBindings.full().build();

        assertThat(token.differingFields(token.fieldDigests(binding), binding)).isEmpty();
    }

    @Test
    void differingFieldsWhenStoredByAnotherVersionThenEveryField() {
        GrantToken token = GrantToken.derived(ID, KEY);
        Binding binding = TestBindings.full().build();
        String shorter = token.fieldDigests(binding).substring(0, 140);

        assertThat(token.differingFields(shorter, binding)).containsExactly(BindingField.values());
        assertThat(token.differingFields("", binding)).containsExactly(BindingField.values());
    }

    @Test
    void fieldDigestsWhenTokensDifferThenNoDigestIsShared() {
        Binding binding = TestBindings.full().build();
        String one = GrantToken.derived(ID, KEY).fieldDigests(binding);
        GrantToken other = GrantToken.derived(ID, OTHER_KEY);

        assertThat(other.differingFields(one, binding)).containsExactly(BindingField.values());
    }

    /** The column is 255 wide; a field costs 4 bytes, so this also says how many fields there may ever be. */
    @Test
    void fieldDigestsWhenWrittenThenFitTheColumnAndHoldNoValue() {
        Binding binding = TestBindings.full().build();

        assertThat(GrantToken.derived(ID, KEY).fieldDigests(binding))
                .matches("[A-Za-z0-9_-]+")
                .hasSize(150);
    }
}
