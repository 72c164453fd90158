package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The encoding is for ever: these bytes were made by an encoder in another language. A test here that fails means a new
 * format version, never a new constant.
 */
class GoldenVectorsTest {
    static List<GoldenVector> vectors() {
        return GoldenVector.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void encodedWhenGoldenVectorThenSameBytes(GoldenVector vector) {
        assertThat(HexFormat.of().formatHex(vector.binding().encoded())).isEqualTo(vector.encoded());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void hashWhenGoldenVectorThenSameHash(GoldenVector vector) {
        assertThat(vector.binding().hash()).isEqualTo(vector.hash());
    }

    @Test
    void vectorsWhenReadThenNoneIsMissing() {
        assertThat(vectors())
                .extracting(GoldenVector::name)
                .containsExactly("all-absent", "full", "empty", "separators", "code-point-order");
    }

    @Test
    void hashWhenAllAbsentThenThisConstant() {
        assertThat(Binding.builder().build().hash())
                .isEqualTo("40edf577f4296c379bbb7028917097c05e161e966bd3c7d970d77361749061a5");
    }

    @Test
    void fullVectorWhenReadThenHasEveryField() {
        GoldenVector full = vectors().get(1);

        assertThat(full.binding().differingFields(Binding.builder().build())).containsExactly(BindingField.values());
        assertThat(full.hash()).isEqualTo("36bfee294cb677f6d71df712e627ae25412c00902c6230db9c94232466e36ae5");
    }

    @Test
    void vectorsWhenReadThenHashesDiffer() {
        assertThat(vectors()).extracting(GoldenVector::hash).doesNotHaveDuplicates();
    }

    /** HMAC-SHA-256 under the secret 00 01 … 1f, four bytes of each; computed apart, as the vectors were. */
    @Test
    void fieldDigestsWhenFullVectorThenThisConstant() {
        GrantToken token = GrantToken.parse(
                        "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
                .orElseThrow();

        assertThat(token.fieldDigests(vectors().get(1).binding()))
                .isEqualTo("Jt8LXY2zhe1iFjkFRfoszG34ptFKugUHelKnwC61DpFAQQNm7HU_85k_jjZVJMZCFNOhSryZ8Nkyx"
                        + "M6m4y8h2wIc6lcegspFXjuacY-6hwnCmRwugo75v2zue7OQ7G97XcD-MZnK6fD2TAdVp-Cwig");
    }
}
