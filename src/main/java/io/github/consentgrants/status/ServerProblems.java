package io.github.consentgrants.status;

import io.github.consentgrants.guard.GuardInForce.Held;
import io.github.consentgrants.status.Snapshot.Sweep;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is wrong with the server: guard, store, sweep. Pure. */
final class ServerProblems {
    /** A pass over 100 million rows takes a few hours. */
    private static final long MAX_LAG = Duration.ofDays(1).toSeconds();

    private ServerProblems() {}

    static Stream<Problem> of(Snapshot seen) {
        return Stream.of(guard(seen), grantTypes(seen), store(seen), sweep(seen.sweep()))
                .flatMap(List::stream);
    }

    private static List<Problem> guard(Snapshot seen) {
        String replaced = seen.guard().stream()
                .filter(place -> !place.ours())
                .map(ServerProblems::describe)
                .collect(Collectors.joining("; "));
        return replaced.isEmpty()
                ? List.of()
                : List.of(
                        Problem.error(
                                "guard_not_in_force",
                                "Providers on which the approval rests were replaced: " + replaced
                                        + ". The approval does not hold",
                                "Remove the server option (spi-<spi>--<provider>--enabled) or the extension that has replaced them"));
    }

    private static String describe(Held place) {
        return place.spi() + " " + place.provider() + " is " + (place.type() == null ? "missing" : place.type());
    }

    private static List<Problem> grantTypes(Snapshot seen) {
        return seen.unknownGrantTypes().isEmpty()
                ? List.of()
                : List.of(Problem.warning(
                        "grant_type_unknown",
                        "Another extension brings grant types that the guard does not know: "
                                + String.join(", ", seen.unknownGrantTypes())
                                + ". Gated clients may get tokens by them without an approval",
                        "Remove that extension, or see that gated clients cannot use its grant types"));
    }

    private static List<Problem> store(Snapshot seen) {
        if (seen.store() == null) {
            return List.of(Problem.error(
                    "store_missing",
                    "No store is in force: gated clients are refused",
                    "Check the server options spi-consent-grant-store--* and the jar in providers/"));
        }
        return seen.ledger() != null
                ? List.of()
                : List.of(Problem.error(
                        "ledger_missing",
                        "No ledger is in force: grants can be neither listed nor revoked, and no token of a grant is accepted",
                        "Check the server options spi-consent-grant-ledger--*"));
    }

    private static List<Problem> sweep(@Nullable Sweep sweep) {
        if (sweep == null) {
            return List.of();
        }
        if (sweep.intervalSeconds() == 0) {
            return List.of(Problem.info(
                    "sweep_off",
                    "This server never sweeps. If no server does, the table grows, and users who were removed are not made"
                            + " pseudonyms",
                    "See that another node sweeps, or set spi-consent-grant-store--jpa--sweep-interval"));
        }
        @Nullable Long lag = sweep.lagSeconds();
        return lag == null || lag <= MAX_LAG
                ? List.of()
                : List.of(Problem.warning(
                        "sweep_late",
                        "The sweep has not come to the end of the table for " + lag + " seconds",
                        "See the log for \"The sweep of consent grants failed\"; with a very large table, shorten"
                                + " sweep-pause"));
    }
}
