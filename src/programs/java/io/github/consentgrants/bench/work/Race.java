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
import org.keycloak.models.KeycloakSessionFactory;

/** Callers that go for one row at once: the time until all of them have an answer. */
public final class Race {
    public static final String MILLIS = "all answered ms";

    private static final int WARM_UP = 20;
    private static final int TIMES = 40;

    private Race() {}

    static Map<String, Double> run(Map<String, String> arguments, KeycloakSessionFactory factory) throws Exception {
        int callers = Integer.parseInt(arguments.get("callers"));
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try (RowUpdates updates = new RowUpdates(arguments, callers)) {
            boolean store = arguments.get("work").equals("store");
            List<Double> millis = new ArrayList<>();
            for (int i = -WARM_UP; i < TIMES; i++) {
                double time = store ? grant(pool, callers, factory) : time(pool, updates.ofOneRow(), callers);
                if (i >= 0) {
                    millis.add(time);
                }
            }
            millis.sort(null);
            return Map.of(MILLIS, millis.get(TIMES / 2));
        } finally {
            pool.shutdownNow();
        }
    }

    private static double grant(ExecutorService pool, int callers, KeycloakSessionFactory factory) throws Exception {
        StoreWorkload workload = new StoreWorkload(factory);
        workload.mint();
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            all.add(() -> !workload.isRefused());
        }
        return time(pool, all, 1);
    }

    /** Starts all at once, and returns the milliseconds until the last one had its answer. */
    private static double time(ExecutorService pool, List<Callable<Boolean>> callers, int winners) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(callers.size() + 1);
        List<Future<Boolean>> answers = new ArrayList<>();
        for (Callable<Boolean> caller : callers) {
            answers.add(pool.submit(() -> {
                barrier.await();
                return caller.call();
            }));
        }
        barrier.await();
        long start = System.nanoTime();
        int won = 0;
        for (Future<Boolean> answer : answers) {
            won += answer.get(1, TimeUnit.MINUTES) ? 1 : 0;
        }
        double millis = (System.nanoTime() - start) / 1e6;
        if (won != winners) {
            throw new IllegalStateException(won + " winners, not " + winners);
        }
        return millis;
    }
}
