package io.github.consentgrants.history;

import io.github.consentgrants.history.Operation.Kind;
import io.github.consentgrants.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Judges a history against the rows that the database holds in the end. Returns what is wrong with it; nothing, if it is one
 * that a correct system could have produced. An operation that ended unknown is taken as either, whichever excuses the rest.
 */
public final class HistoryChecker {
    /** The wording of a refusal whose meaning the checker looks at. */
    public static final String CONSUMED = "consumed";

    public static final String NOT_FOUND = "not_found";

    /** What is shown after a click that came too late for Keycloak or for us: the answer was a redirect, but it was not taken. */
    public static final List<String> TOO_LATE = List.of(
            "Your login attempt timed out",
            "The sign-in took too long, or was completed in another window, so nothing was shared");

    private final Set<Outcome> never;
    private final boolean clocksDiffer;

    private HistoryChecker(Set<Outcome> never, boolean clocksDiffer) {
        this.never = never;
        this.clocksDiffer = clocksDiffer;
    }

    /** For a system without faults: no server error, no broken connection, no hang. */
    public static HistoryChecker strict() {
        return new HistoryChecker(EnumSet.complementOf(EnumSet.of(Outcome.OK, Outcome.REFUSED)), false);
    }

    /** For a system that is being broken: errors may be shown, but neither hangs nor stack traces. */
    public static HistoryChecker underFaults() {
        return new HistoryChecker(EnumSet.of(Outcome.HANG, Outcome.STACK_TRACE), false);
    }

    /** The same where nodes disagree about the time: a click that then was told that it came too late need not have a row. */
    public static HistoryChecker underWrongClocks() {
        return new HistoryChecker(underFaults().never, true);
    }

    /**
     * Returns the violations of a history.
     *
     * @param rows the grants in the database when all was over: id to whether it is consumed
     */
    public List<String> check(History history, Map<String, Boolean> rows) {
        List<String> violations = new ArrayList<>();
        bearable(history.operations(), violations);
        Map<String, List<Operation>> byGrant = history.operations().stream()
                .filter(operation -> operation.kind() != Kind.ASK)
                .collect(Collectors.groupingBy(Operation::grant));
        byGrant.forEach((grant, operations) -> {
            mintedBeforeUse(operations, violations);
            consumedOnce(operations, violations);
            refusedForAReason(operations, violations);
            oneCode(operations, violations);
            redeemedOnce(operations, violations);
            durable(operations, rows.get(grant), violations);
        });
        return violations;
    }

    private void bearable(List<Operation> operations, List<String> violations) {
        operations.stream()
                .filter(operation -> never.contains(operation.outcome()))
                .forEach(operation -> violations.add("must not end like this: " + operation));
    }

    private static void mintedBeforeUse(List<Operation> operations, List<String> violations) {
        operations.stream()
                .filter(operation -> operation.kind() != Kind.MINT && operation.outcome() == Outcome.OK)
                .filter(operation -> !began(operations, operation, Kind.MINT, Operation::mayHaveHappened))
                .forEach(operation -> violations.add("without a mint before it: " + operation));
    }

    private static void consumedOnce(List<Operation> operations, List<String> violations) {
        atMostOne("consumed more than once", of(operations, Kind.CONSUME, Outcome.OK), violations);
    }

    /** A grant that was acknowledged is not lost: whoever is told that it is gone or spent must be told the truth. */
    private static void refusedForAReason(List<Operation> operations, List<String> violations) {
        for (Operation refused : of(operations, Kind.CONSUME, Outcome.REFUSED)) {
            boolean acknowledged =
                    of(operations, Kind.MINT, Outcome.OK).stream().anyMatch(mint -> mint.end() < refused.start());
            if (refused.detail().equals(NOT_FOUND) && acknowledged) {
                violations.add("an acknowledged grant was not found: " + refused);
            }
            boolean spender = began(operations, refused, Kind.CONSUME, Operation::mayHaveHappened)
                    || began(operations, refused, Kind.CODE, Operation::mayHaveHappened);
            if (refused.detail().equals(CONSUMED) && !spender) {
                violations.add("spent by nobody: " + refused);
            }
        }
    }

    private static void oneCode(List<Operation> operations, List<String> violations) {
        atMostOne("more than one code", of(operations, Kind.CODE, Outcome.OK), violations);
    }

    private static void redeemedOnce(List<Operation> operations, List<String> violations) {
        List<Operation> redeemed = of(operations, Kind.REDEEM, Outcome.OK);
        atMostOne("redeemed more than once", redeemed, violations);
        Set<String> issued = new HashSet<>();
        of(operations, Kind.CODE, Outcome.OK).forEach(code -> issued.add(code.code()));
        redeemed.stream()
                .filter(operation -> !issued.contains(operation.code()))
                .forEach(operation -> violations.add("redeemed a code that was never issued: " + operation));
    }

    /** What was acknowledged is in the database: the grant, and that it is spent. */
    private void durable(List<Operation> operations, Boolean consumed, List<String> violations) {
        boolean tooLate = clocksDiffer
                && of(operations, Kind.CODE, Outcome.REFUSED).stream()
                        .anyMatch(code -> TOO_LATE.stream().anyMatch(code.detail()::contains));
        List<Operation> acknowledged = operations.stream()
                .filter(operation -> operation.outcome() == Outcome.OK)
                .filter(operation -> !(tooLate && operation.kind() == Kind.MINT))
                .toList();
        if (acknowledged.isEmpty()) {
            return;
        }
        if (consumed == null) {
            violations.add("acknowledged, but no such row is left: " + acknowledged.get(0));
        } else if (!consumed) {
            acknowledged.stream()
                    .filter(operation -> operation.kind() != Kind.MINT)
                    .forEach(operation -> violations.add("its grant is not spent: " + operation));
        }
    }

    private static void atMostOne(String what, List<Operation> operations, List<String> violations) {
        if (operations.size() > 1) {
            violations.add(what + ": " + operations);
        }
    }

    /** Says whether an operation of a kind began before {@code later} was over. */
    private static boolean began(
            List<Operation> operations, Operation later, Kind kind, Predicate<Operation> condition) {
        return operations.stream()
                .filter(operation -> operation.kind() == kind && condition.test(operation))
                .anyMatch(operation -> operation.start() <= later.end());
    }

    private static List<Operation> of(List<Operation> operations, Kind kind, Outcome outcome) {
        return operations.stream()
                .filter(operation -> operation.is(kind, outcome))
                .toList();
    }
}
