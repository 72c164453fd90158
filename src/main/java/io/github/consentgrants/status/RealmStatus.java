package io.github.consentgrants.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * How a realm stands.
 *
 * @param state {@code ok}, or the level of the worst problem that is more than good to know
 * @param problems the worst first
 * @param snapshot what was read
 */
public record RealmStatus(
        String state, List<Problem> problems, @JsonUnwrapped Snapshot snapshot) {
    private static final String OK = "ok";

    public RealmStatus {
        problems = List.copyOf(problems);
    }

    /** Judges what was read. */
    public static RealmStatus of(Snapshot snapshot) {
        List<Problem> problems = Problems.of(snapshot);
        return new RealmStatus(
                problems.stream()
                        .map(Problem::level)
                        .filter(level -> level != Problem.Level.INFO)
                        .map(Problem.Level::word)
                        .findFirst()
                        .orElse(OK),
                problems,
                snapshot);
    }
}
