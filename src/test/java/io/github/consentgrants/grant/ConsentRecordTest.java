package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentRecordTest {
    @Test
    void toJsonWhenPersonalIsThereThenAMemberMore() {
        assertThat(new ConsentRecord("{\"a\":1}", "{\"b\":2}").toJson()).isEqualTo("{\"a\":1,\"personal\":{\"b\":2}}");
    }

    @Test
    void toJsonWhenErasedThenTheContentAlone() {
        assertThat(new ConsentRecord("{\"a\":1}", null).toJson()).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[1]",
                "{\"a\":\"\u00e9\"}",
                "{\"a\":\n1}",
                "{\"a\":1}\u0000",
                "{\"a\":1",
                "{\"a\":\"\u0080\"}"
            })
    void newWhenNoObjectInAsciiThenRefused(String part) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ConsentRecord(part, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new ConsentRecord("{\"a\":1}", part));
    }

    @Test
    void newWhenTooLongThenRefused() {
        String longest = "{\"a\":\"" + "x".repeat(ConsentRecord.MAX_LENGTH - 8) + "\"}";
        assertThat(new ConsentRecord(longest, longest).content()).hasSize(ConsentRecord.MAX_LENGTH);
        String longer = "{\"a\":\"" + "x".repeat(ConsentRecord.MAX_LENGTH - 7) + "\"}";
        assertThatIllegalArgumentException().isThrownBy(() -> new ConsentRecord(longer, null));
    }

    /** A record must not reach a log. */
    @Test
    void toStringWhenCalledThenNothingOfTheContent() {
        assertThat(new ConsentRecord("{\"a\":1}", "{\"b\":2}").toString()).doesNotContain("a\"", "b\"");
    }
}
