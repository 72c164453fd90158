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

/**
 * Mint and consume through the store, inside Keycloak, each in a transaction of its own: against the same two statements by plain
 * JDBC on the same table, against the seed's table and statements, against Spring Authorization Server's JDBC services, and
 * against Keycloak's own single-use objects.
 */
public final class StoreSuite implements Suite {
    private static final String TABLE = "cg_consent_grant";
    private static final String SEED = "cg_bench_seed";
    private static final List<String> WORKS = List.of("statements", "seed", "single-use", "keycloak", "store");
    /** What the just-in-time compiler needs, beside the warm-up of each comparison, until the first one is like the last. */
    private static final int WARM_UPS = 5;
    /** One caller does the least in a round, so it comes when the others have warmed it up. */
    private static final int[] CALLERS = {16, 4, 1};

    @Override
    public String id() {
        return "store";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (StoreServer server = StoreServer.start()) {
            server.execute(Tables.seed(SEED));
            server.execute(SpringServices.tables());
            report.say("Warming up");
            for (String work : WORKS) {
                for (int i = 0; i < WARM_UPS; i++) {
                    pairs(server, work, work.equals("seed") ? SEED : TABLE, 4, settings)
                            .round();
                }
            }
            Rounds rounds = new Rounds(settings, report);
            for (int callers : CALLERS) {
                String what = "mint + consume, " + callers + (callers == 1 ? " caller" : " callers");
                Named store = new Named("store", pairs(server, "store", TABLE, callers, settings));
                compare(
                        rounds,
                        what,
                        0.9,
                        new Named("JDBC", pairs(server, "statements", TABLE, callers, settings)),
                        store);
                rounds.compare(
                        what,
                        Map.of(Pairs.RATE, Goal.reported()),
                        new Named("JDBC in Keycloak", pairs(server, "keycloak", TABLE, callers, settings)),
                        store);
                compare(rounds, what, 0.9, new Named("seed", pairs(server, "seed", SEED, callers, settings)), store);
                compare(
                        rounds,
                        what,
                        2,
                        new Named(
                                "Spring",
                                server.beside(SpringServices::pairs, arguments("spring", TABLE, callers, settings))),
                        store);
                compare(
                        rounds,
                        what,
                        1,
                        new Named("single-use", pairs(server, "single-use", TABLE, callers, settings)),
                        store);
            }
        }
    }

    private static void compare(Rounds rounds, String what, double goal, Named baseline, Named store) throws Exception {
        rounds.compare(what, Map.of(Pairs.RATE, Goal.atLeast(goal)), baseline, store);
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
