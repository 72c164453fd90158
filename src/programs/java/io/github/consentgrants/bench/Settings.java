package io.github.consentgrants.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long and how much: {@code -Dbench.rounds}, {@code -Dbench.warmup}, {@code -Dbench.seconds}, {@code -Dbench.rows},
 * {@code -Dbench.only}.
 *
 * @param rounds that count, of each subject
 * @param warmups rounds before them, which do not
 * @param round how long a round that is bound by time takes
 * @param rows size of the large table
 * @param only ids of the suites to run; empty for all
 */
public record Settings(int rounds, int warmups, Duration round, long rows, List<String> only) {
    static Settings fromSystemProperties() {
        String only = System.getProperty("bench.only", "");
        return new Settings(
                Integer.getInteger("bench.rounds", 5),
                Integer.getInteger("bench.warmup", 2),
                Duration.ofSeconds(Long.getLong("bench.seconds", 5)),
                Long.getLong("bench.rows", 10_000_000),
                only.isEmpty() ? List.of() : List.of(only.split(",")));
    }

    boolean includes(Suite suite) {
        return only.isEmpty() || only.contains(suite.id());
    }
}
