package io.github.consentgrants.history;

import io.github.consentgrants.history.Operation.Kind;
import io.github.consentgrants.history.Operation.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Everything that the clients of one test did. Any number of threads may record. */
public final class History {
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

    /** Records an operation that began at {@code start} ({@link System#nanoTime()}) and ends now. */
    public void record(Kind kind, String grant, String code, String node, long start, Outcome outcome, String detail) {
        operations.add(new Operation(kind, grant, code, node, start, System.nanoTime(), outcome, detail));
    }

    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    public long count(Kind kind, Outcome outcome) {
        return operations.stream()
                .filter(operation -> operation.is(kind, outcome))
                .count();
    }

    /** Returns what clients were told where it was no success, each once. */
    public List<String> failures() {
        return operations.stream()
                .filter(operation -> operation.outcome() != Outcome.OK)
                .map(operation -> operation.kind() + " " + operation.detail())
                .distinct()
                .toList();
    }

    /** Returns how often each kind ended how: what a test prints. */
    public Map<String, Integer> summary() {
        Map<String, Integer> summary = new TreeMap<>();
        operations.forEach(operation -> summary.merge(operation.kind() + " " + operation.outcome(), 1, Integer::sum));
        return summary;
    }
}
