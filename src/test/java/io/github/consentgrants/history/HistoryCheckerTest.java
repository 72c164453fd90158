package io.github.consentgrants.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.history.Operation.Kind;
import io.github.consentgrants.history.Operation.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HistoryCheckerTest {
    private static final String GRANT = "g";
    private static final Map<String, Boolean> SPENT = Map.of(GRANT, true);
    private static final Map<String, Boolean> UNSPENT = Map.of(GRANT, false);

    private final History history = new History();

    private HistoryCheckerTest and(Kind kind, Outcome outcome, String detail) {
        String code = kind == Kind.CODE || kind == Kind.REDEEM ? detail : "";
        history.record(kind, GRANT, code, "node", System.nanoTime(), outcome, detail);
        return this;
    }

    private HistoryCheckerTest wholeSignIn() {
        return and(Kind.MINT, Outcome.OK, "").and(Kind.CODE, Outcome.OK, "c").and(Kind.REDEEM, Outcome.OK, "c");
    }

    private List<String> violations(Map<String, Boolean> rows) {
        return HistoryChecker.underFaults().check(history, rows);
    }

    private void assertViolation(Map<String, Boolean> rows, String what) {
        assertThat(violations(rows)).singleElement().asString().startsWith(what);
    }

    @Test
    void checkWhenNothingHappenedThenNothingIsWrong() {
        assertThat(HistoryChecker.strict().check(history, Map.of())).isEmpty();
    }

    @Test
    void checkWhenASignInIsWholeThenNothingIsWrong() {
        wholeSignIn();
        assertThat(HistoryChecker.strict().check(history, SPENT)).isEmpty();
    }

    @Test
    void checkWhenOneOfSeveralConsumersWinsThenNothingIsWrong() {
        and(Kind.MINT, Outcome.OK, "").and(Kind.CONSUME, Outcome.OK, "").and(Kind.CONSUME, Outcome.REFUSED, "consumed");
        assertThat(violations(SPENT)).isEmpty();
    }

    @Test
    void checkWhenTheLoserIsAnsweredFirstThenNothingIsWrong() {
        long before = System.nanoTime();
        and(Kind.MINT, Outcome.OK, "").and(Kind.CONSUME, Outcome.REFUSED, "consumed");
        history.record(Kind.CONSUME, GRANT, "", "node", before, Outcome.OK, "");
        assertThat(violations(SPENT)).isEmpty();
    }

    @Test
    void checkWhenTwoConsumersWinThenItIsAViolation() {
        and(Kind.MINT, Outcome.OK, "").and(Kind.CONSUME, Outcome.OK, "").and(Kind.CONSUME, Outcome.OK, "");
        assertViolation(SPENT, "consumed more than once");
    }

    @Test
    void checkWhenThereAreTwoCodesThenItIsAViolation() {
        wholeSignIn().and(Kind.CODE, Outcome.OK, "d");
        assertViolation(SPENT, "more than one code");
    }

    @Test
    void checkWhenACodeIsRedeemedTwiceThenItIsAViolation() {
        wholeSignIn().and(Kind.REDEEM, Outcome.OK, "c");
        assertViolation(SPENT, "redeemed more than once");
    }

    @Test
    void checkWhenAnUnknownCodeIsRedeemedThenItIsAViolation() {
        and(Kind.MINT, Outcome.OK, "").and(Kind.CODE, Outcome.OK, "c").and(Kind.REDEEM, Outcome.OK, "d");
        assertViolation(SPENT, "redeemed a code that was never issued");
    }

    @Test
    void checkWhenACodeIsIssuedAndItsGrantIsNotSpentThenItIsAViolation() {
        and(Kind.MINT, Outcome.OK, "").and(Kind.CODE, Outcome.OK, "c");
        assertViolation(UNSPENT, "its grant is not spent");
    }

    @Test
    void checkWhenAConsumeIsForgottenThenItIsAViolation() {
        and(Kind.MINT, Outcome.OK, "").and(Kind.CONSUME, Outcome.OK, "");
        assertViolation(UNSPENT, "its grant is not spent");
    }

    @Test
    void checkWhenAnAcknowledgedGrantIsGoneThenItIsAViolation() {
        and(Kind.MINT, Outcome.OK, "");
        assertViolation(Map.of(), "acknowledged, but no such row is left");
    }

    @Test
    void checkWhenAClockIsWrongThenAClickThatCameTooLateNeedNotHaveAGrant() {
        and(Kind.MINT, Outcome.OK, "").and(Kind.CODE, Outcome.REFUSED, "200 " + HistoryChecker.TOO_LATE.get(1));
        assertThat(HistoryChecker.underWrongClocks().check(history, Map.of())).isEmpty();
        assertViolation(Map.of(), "acknowledged, but no such row is left");
    }

    @Test
    void checkWhenAClockIsWrongThenAnyOtherAcknowledgedGrantMustBeThere() {
        and(Kind.MINT, Outcome.OK, "").and(Kind.CODE, Outcome.REFUSED, "400 something else");
        assertThat(HistoryChecker.underWrongClocks().check(history, Map.of()))
                .singleElement()
                .asString()
                .startsWith("acknowledged, but no such row is left");
    }

    @Test
    void checkWhenAnAcknowledgedGrantIsNotFoundThenItIsAViolation() {
        and(Kind.MINT, Outcome.OK, "").and(Kind.CONSUME, Outcome.REFUSED, "not_found");
        assertViolation(UNSPENT, "an acknowledged grant was not found");
    }

    @Test
    void checkWhenAGrantIsNotFoundBeforeItsMintWasAnsweredThenNothingIsWrong() {
        long before = System.nanoTime();
        and(Kind.CONSUME, Outcome.REFUSED, "not_found");
        history.record(Kind.MINT, GRANT, "", "node", before, Outcome.OK, "");
        assertThat(violations(UNSPENT)).isEmpty();
    }

    @Test
    void checkWhenAGrantIsSpentByNobodyThenItIsAViolation() {
        and(Kind.MINT, Outcome.OK, "").and(Kind.CONSUME, Outcome.REFUSED, "consumed");
        assertViolation(UNSPENT, "spent by nobody");
    }

    @Test
    void checkWhenAGrantMayHaveBeenSpentByALostAnswerThenNothingIsWrong() {
        and(Kind.MINT, Outcome.OK, "")
                .and(Kind.CONSUME, Outcome.UNKNOWN, "")
                .and(Kind.CONSUME, Outcome.REFUSED, "consumed");
        assertThat(violations(SPENT)).isEmpty();
    }

    @Test
    void checkWhenAGrantIsConsumedThatNobodyMintedThenItIsAViolation() {
        and(Kind.MINT, Outcome.REFUSED, "").and(Kind.CONSUME, Outcome.OK, "");
        assertViolation(SPENT, "without a mint before it");
    }

    @Test
    void checkWhenTheMintBeganAfterTheCodeThenItIsAViolation() {
        and(Kind.CODE, Outcome.OK, "c").and(Kind.MINT, Outcome.OK, "");
        assertViolation(SPENT, "without a mint before it");
    }

    @Test
    void checkWhenTheMintsAnswerWasLostThenItsCodeIsFine() {
        and(Kind.MINT, Outcome.UNKNOWN, "").and(Kind.CODE, Outcome.OK, "c");
        assertThat(violations(SPENT)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "STACK_TRACE"})
    void checkWhenAFaultEndsLikeThisThenItIsAViolation(Outcome outcome) {
        and(Kind.MINT, outcome, "");
        assertViolation(Map.of(), "must not end like this");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN", "SERVER_ERROR", "HANG", "STACK_TRACE"})
    void checkWhenNothingIsBrokenThenThisIsAViolation(Outcome outcome) {
        and(Kind.MINT, outcome, "");
        assertThat(HistoryChecker.strict().check(history, Map.of()))
                .singleElement()
                .asString()
                .startsWith("must not end like this");
    }

    @Test
    void checkWhenTheRequestAloneWasAnsweredThenItsEndingAloneCounts() {
        history.record(Kind.ASK, "", "", "node", System.nanoTime(), Outcome.OK, "");
        assertThat(violations(Map.of())).isEmpty();
        history.record(Kind.ASK, "", "", "node", System.nanoTime(), Outcome.STACK_TRACE, "");
        assertViolation(Map.of(), "must not end like this");
    }

    @Test
    void checkWhenGrantsAreMixedThenEachIsJudgedByItself() {
        wholeSignIn();
        history.record(Kind.CODE, "other", "d", "node", System.nanoTime(), Outcome.OK, "");
        assertThat(violations(Map.of(GRANT, true, "other", true)))
                .singleElement()
                .asString()
                .startsWith("without a mint before it")
                .contains("other");
    }
}
