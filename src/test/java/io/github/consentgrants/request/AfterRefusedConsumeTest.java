package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.request.ConsentNotes.Notice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AfterRefusedConsumeTest {
    /** The database is asked where the grant was not found, and only there. */
    @ParameterizedTest
    @CsvSource({
        "EXPIRED,          -,        ASK_EXPIRED",
        "BINDING_MISMATCH, -,        ASK_CHANGED",
        "CONSUMED,         -,        AWAIT_OTHER",
        "NOT_FOUND,        DENIED,   SHOW_DENIAL",
        "NOT_FOUND,        UNASKED,  ASK_INTERRUPTED",
        "NOT_FOUND,        SHOWN,    ASK_INTERRUPTED",
        "NOT_FOUND,        APPROVED, REFUSE",
        "NOT_FOUND,        CONSUMED, REFUSE",
        "NOT_FOUND,        ANSWERED, REFUSE",
    })
    void ofWhenRefusedThenSo(Reason reason, String confirmed, AfterRefusedConsume expected) {
        assertThat(AfterRefusedConsume.of(reason, () -> ConsentState.valueOf(confirmed)))
                .isEqualTo(expected);
    }

    /** Whoever is asked again is told why. */
    @ParameterizedTest
    @EnumSource
    void noticeWhenAskedAgainThenThere(AfterRefusedConsume next) {
        boolean askedAgain = next != AfterRefusedConsume.REFUSE && next != AfterRefusedConsume.SHOW_DENIAL;
        assertThat(next.notice().isPresent()).isEqualTo(askedAgain);
    }

    @Test
    void noticeWhenAskedAgainThenTheTrueOne() {
        assertThat(AfterRefusedConsume.ASK_EXPIRED.notice()).contains(Notice.EXPIRED);
        assertThat(AfterRefusedConsume.ASK_CHANGED.notice()).contains(Notice.CHANGED);
        assertThat(AfterRefusedConsume.AWAIT_OTHER.notice()).contains(Notice.INTERRUPTED);
        assertThat(AfterRefusedConsume.ASK_INTERRUPTED.notice()).contains(Notice.INTERRUPTED);
    }
}
