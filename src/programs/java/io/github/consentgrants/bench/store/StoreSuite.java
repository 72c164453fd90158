package io.github.consentgrants.bench.store;

import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Rounds;
import io.github.consentgrants.bench.Rounds.Named;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Subject;
import io.github.consentgrants.bench.Suite;
import io.github.consentgrants.bench.spring.SpringServices;
import io.github.consentgrants.bench.work.Pairs;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Mint and consume through the store, inside Keycloak, each in a transaction of its own: against the same two statements by plain
 * JDBC on the same table, against the seed's table and statements, against Spring Authorization Server's JDBC services, and
 * against Keycloak's own single-use objects.
 */
public final class StoreSuite implements Suite {
    private static final String TABLE = "cg_consent_grant";
    private static final String SEED = "cg_bench_seed";
    /** What the just-in-time compiler needs, beside the warm-up of each comparison, until the first one is like the last. */
    private static final int WARM_UPS = 5;
    /** One caller does the least in a round, so it comes when the others have warmed it up. */
    private static final int[] CALLERS = {16, 4, 1};

    /** Pairs by a number of callers, and the goal of the store's ratio to it. */
    private record Baseline(String name, IntFunction<Subject> pairs, Goal goal) {}

    @Override
    public String id() {
        return "store";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (StoreServer server = StoreServer.start()) {
            server.execute(Tables.seed(SEED));
            server.execute(SpringServices.tables());
            IntFunction<Subject> store = callers -> pairs(server, "store", TABLE, callers, settings);
            List<Baseline> baselines = baselines(server, settings);
            report.say("Warming up");
            warmUp(store);
            for (Baseline baseline : baselines) {
                warmUp(baseline.pairs());
            }
            Rounds rounds = new Rounds(settings, report);
            for (int callers : CALLERS) {
                for (Baseline baseline : baselines) {
                    rounds.compare(
                            "mint + consume, " + callers + (callers == 1 ? " caller" : " callers"),
                            Map.of(Pairs.RATE, baseline.goal()),
                            new Named(baseline.name(), baseline.pairs().apply(callers)),
                            new Named("store", store.apply(callers)));
                }
            }
        }
    }

    private static List<Baseline> baselines(StoreServer server, Settings settings) {
        return List.of(
                new Baseline(
                        "JDBC", callers -> pairs(server, "statements", TABLE, callers, settings), Goal.atLeast(0.9)),
                new Baseline(
                        "JDBC in Keycloak",
                        callers -> pairs(server, "keycloak", TABLE, callers, settings),
                        Goal.atLeast(0.95)),
                new Baseline("seed", callers -> pairs(server, "seed", SEED, callers, settings), Goal.atLeast(0.9)),
                new Baseline(
                        "Spring",
                        callers -> server.beside(SpringServices::pairs, arguments("spring", TABLE, callers, settings)),
                        Goal.atLeast(2)),
                new Baseline(
                        "single-use",
                        callers -> pairs(server, "single-use", TABLE, callers, settings),
                        Goal.atLeast(1)));
    }

    private static void warmUp(IntFunction<Subject> pairs) throws Exception {
        Subject subject = pairs.apply(4);
        for (int i = 0; i < WARM_UPS; i++) {
            subject.round();
        }
    }

    private static Subject pairs(StoreServer server, String work, String table, int callers, Settings settings) {
        return server.subject("pairs", arguments(work, table, callers, settings));
    }

    private static Map<String, String> arguments(String work, String table, int callers, Settings settings) {
        return Map.of(
                "work",
                work,
                "table",
                table,
                "callers",
                Integer.toString(callers),
                "millis",
                Long.toString(settings.round().toMillis()));
    }
}
