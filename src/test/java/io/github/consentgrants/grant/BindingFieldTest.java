package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BindingFieldTest {
    /**
     * Frozen within a format version: a tag, a kind, an encoding, that a field is there. A field that is added needs no new version, but a
     * tag of its own, and a source (EveryFieldIT).
     */
    @Test
    void valuesWhenListedThenTagsAndKindsAreFrozen() {
        assertThat(Stream.of(BindingField.values()).map(field -> field.tag() + " " + field + " " + field.kind()))
                .containsExactly(
                        "1 REALM TEXT",
                        "2 ISSUER TEXT",
                        "3 SUBJECT TEXT",
                        "4 CLIENT_ID TEXT",
                        "5 CLIENT_UUID TEXT",
                        "6 REDIRECT_TARGET TEXT",
                        "7 REDIRECT_URI TEXT",
                        "8 RESPONSE_TYPE SET",
                        "9 RESPONSE_MODE TEXT",
                        "10 SCOPE SET",
                        "11 CLIENT_SCOPES SET",
                        "12 CODE_CHALLENGE OPTIONAL_TEXT",
                        "13 CODE_CHALLENGE_METHOD OPTIONAL_TEXT",
                        "14 STATE TEXT",
                        "15 NONCE TEXT",
                        "16 RESOURCE TEXT",
                        "17 CLAIMS TEXT",
                        "18 AUTHORIZATION_DETAILS TEXT",
                        "19 ACR_VALUES TEXT",
                        "20 MAX_AGE TEXT",
                        "21 DPOP_JKT TEXT",
                        "22 REQUEST_URI TEXT",
                        "23 ROOT_SESSION TEXT",
                        "24 TAB TEXT",
                        "25 PAGE TEXT",
                        "26 BROWSER TEXT",
                        "27 DISPLAY TEXT",
                        "28 OTHER MAP");
    }

    @Test
    void valuesWhenListedThenTagsAreUniqueAndFitTwoBytes() {
        assertThat(Stream.of(BindingField.values()).map(BindingField::tag))
                .doesNotHaveDuplicates()
                .allMatch(tag -> tag > 0 && tag <= 0xFFFF);
    }

    @Test
    void kindsWhenListedThenCodesAreFrozen() {
        assertThat(Stream.of(BindingField.Kind.values()).map(kind -> kind.code() + " " + kind))
                .containsExactly("1 TEXT", "2 OPTIONAL_TEXT", "3 SET", "4 MAP");
    }
}
