package io.github.consentgrants.bench.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Pairs of mint and consume, one after the other, by several callers at once. */
public final class Pairs {
    /** Metric: pairs that all callers finished in a second. */
    public static final String RATE = "pairs/s";

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private Pairs() {}

    private record Samples(List<Long> mints, List<Long> consumes) {}

    /**
     * Runs for a time and returns the metrics.
     *
     * @param arguments work, table, url, user, password, callers and millis
     */
    public static Map<String, Double> run(Map<String, String> arguments) throws Exception {
        return run(arguments, () -> Workload.of(arguments));
    }

    /** The same with workloads of the caller's own, one for each of the callers. */
    public static Map<String, Double> run(Map<String, String> arguments, Callable<Workload> workloads)
            throws Exception {
        int callers = Integer.parseInt(arguments.get("callers"));
        long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments.get("millis")));
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Future<Samples>> calls = new ArrayList<>();
            CyclicBarrier ready = new CyclicBarrier(callers + 1);
            for (int i = 0; i < callers; i++) {
                calls.add(pool.submit(() -> one(workloads, ready, nanos)));
            }
            ready.await(1, TimeUnit.MINUTES);
            long start = System.nanoTime();
            Samples all = new Samples(new ArrayList<>(), new ArrayList<>());
            for (Future<Samples> call : calls) {
                Samples samples = call.get(10, TimeUnit.MINUTES);
                all.mints().addAll(samples.mints());
                all.consumes().addAll(samples.consumes());
            }
            double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
            return Map.of(
                    RATE,
                    all.mints().size() / seconds,
                    "pairs",
                    (double) all.mints().size(),
                    "mint ms",
                    median(all.mints()),
                    "consume ms",
                    median(all.consumes()));
        } finally {
            pool.shutdownNow();
        }
    }

    /** Connects first: a connection costs more than many pairs, and a pool keeps it. */
    private static Samples one(Callable<Workload> workloads, CyclicBarrier ready, long nanos) throws Exception {
        Samples samples = new Samples(new ArrayList<>(), new ArrayList<>());
        try (Workload workload = workloads.call()) {
            ready.await(1, TimeUnit.MINUTES);
            long deadline = System.nanoTime() + nanos;
            do {
                long start = System.nanoTime();
                workload.mint();
                long minted = System.nanoTime();
                workload.consume();
                samples.mints().add(minted - start);
                samples.consumes().add(System.nanoTime() - minted);
            } while (System.nanoTime() < deadline);
        }
        return samples;
    }

    private static double median(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[sorted.length / 2] / NANOS_PER_MILLI;
    }
}
