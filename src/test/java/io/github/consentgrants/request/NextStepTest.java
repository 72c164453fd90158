package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.consentgrants.request.NextStep.Situation;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A test per cell of the decision table. A dash is a thing that must not be looked at: it costs, or fails. */
class NextStepTest {
    private record Cell(
            boolean gated,
            boolean solicited,
            boolean endsWithoutAnswer,
            boolean returnsToFlow,
            boolean askable,
            Supplier<Boolean> unfinishedNow,
            Supplier<ConsentState> stateNow)
            implements Situation {
        @Override
        public boolean unfinished() {
            return unfinishedNow.get();
        }

        @Override
        public ConsentState state() {
            return stateNow.get();
        }
    }

    private static String needed(String cell) {
        if ("-".equals(cell)) {
            throw new IllegalStateException("looked at");
        }
        return cell;
    }

    private static Cell cell(String flags, String unfinished, String state) {
        return new Cell(
                flags.contains("gated"),
                !flags.contains("unsolicited"),
                flags.contains("ending"),
                flags.contains("returns"),
                !flags.contains("passive"),
                () -> Boolean.valueOf(needed(unfinished)),
                () -> ConsentState.valueOf(needed(state)));
    }

    @ParameterizedTest
    @CsvSource({
        "open,                                  -,     -,        GO_ON",
        "open unsolicited ending,               -,     -,        GO_ON",
        "open returns,                          -,     -,        LEAD_BACK",
        "gated ending,                          -,     -,        GO_ON",
        "gated ending unsolicited returns,      -,     -,        GO_ON",
        "gated unsolicited,                     -,     -,        END_WITHOUT_CODE",
        "gated unsolicited returns,             -,     -,        END_WITHOUT_CODE",
        "gated returns,                         -,     -,        LEAD_BACK",
        "gated,                                 -,     UNASKED,  ASK",
        "gated,                                 -,     SHOWN,    ASK",
        "gated,                                 -,     DENIED,   ASK",
        "gated,                                 true,  APPROVED, WAIT",
        "gated,                                 false, APPROVED, CONSUME",
        "gated,                                 -,     CONSUMED, GO_ON",
        "gated,                                 -,     ANSWERED, GO_ON",
    })
    void atTriggerWhenSoThenSo(String flags, String unfinished, String state, NextStep expected) {
        assertThat(NextStep.atTrigger(cell(flags, unfinished, state))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "open,              -,     -,        GO_ON",
        "open returns,      -,     -,        GO_ON",
        "gated passive,     -,     -,        GO_ON",
        "gated unsolicited, -,     -,        GO_ON",
        "gated,             -,     UNASKED,  ASK",
        "gated returns,     -,     SHOWN,    ASK",
        "gated returns,     -,     DENIED,   ASK",
        "gated,             true,  APPROVED, WAIT",
        "gated,             false, APPROVED, CONSUME",
        "gated,             -,     CONSUMED, GO_ON",
        "gated,             -,     ANSWERED, GO_ON",
    })
    void inFlowWhenSoThenSo(String flags, String unfinished, String state, NextStep expected) {
        assertThat(NextStep.inFlow(cell(flags, unfinished, state))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "UNASKED, SHOW",
        "SHOWN, SHOW",
        "DENIED, END_DENIED",
        "APPROVED, GO_ON",
        "CONSUMED, GO_ON",
        "ANSWERED, GO_ON"
    })
    void onPageWhenSoThenSo(ConsentState state, NextStep expected) {
        assertThat(NextStep.onPage(state)).isEqualTo(expected);
    }

    /** The dash of the tables above does find a look that is needless. */
    @Test
    void cellWhenStateIsLookedAtThenFails() {
        assertThatIllegalStateException().isThrownBy(() -> NextStep.atTrigger(cell("gated", "-", "-")));
        assertThatIllegalStateException().isThrownBy(() -> NextStep.atTrigger(cell("gated", "-", "APPROVED")));
    }
}
