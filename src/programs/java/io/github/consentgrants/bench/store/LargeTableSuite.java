package io.github.consentgrants.bench.store;

import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Rounds;
import io.github.consentgrants.bench.Rounds.Named;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Subject;
import io.github.consentgrants.bench.Suite;
import io.github.consentgrants.bench.work.Pairs;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The store's statements on a large table, by plain JDBC: against the table and statements of attesto_phoenix, whose key is a
 * random token; against an empty table; and without each of its indexes for lists. Each round begins with a
 * checkpoint, after which PostgreSQL logs every page that is touched for the first time as a whole.
 */
public final class LargeTableSuite implements Suite {
    private static final String WAL = "WAL B/pair";
    private static final String TABLE = "cg_consent_grant";
    private static final String SEED = "cg_bench_seed";
    private static final String EMPTY = "cg_bench_empty";
    private static final int FEW = 4;
    private static final int[] CALLERS = {FEW, 16, 64};
    private static final int EXPLAINED = 1_000;

    @Override
    public String id() {
        return "large";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (BenchDatabase database = BenchDatabase.start()) {
            report.say(String.format(Locale.ROOT, "Filling two tables with %,d rows each", settings.rows()));
            Tables tables = database.tables();
            tables.fill(TABLE, settings.rows(), 60_000, false);
            tables.createSeed(SEED);
            tables.fillSeed(SEED, settings.rows());
            tables.create(EMPTY);
            report.add("a row and its key", "bytes", bytes(database) / settings.rows(), Goal.reported());

            explain(settings.rows(), report, database);

            Rounds rounds = new Rounds(settings, report);
            for (int callers : CALLERS) {
                Map<String, Goal> goals = new LinkedHashMap<>();
                goals.put(Pairs.RATE, Goal.atLeast(1.25));
                goals.put(WAL, Goal.atMost(0.20));
                rounds.compare(
                        "mint + consume, large table, " + callers + " callers",
                        goals,
                        new Named("seed", afterCheckpoint(database, SEED, "seed", callers, settings)),
                        new Named("ours", afterCheckpoint(database, TABLE, "statements", callers, settings)));
            }
            rounds.compare(
                    "consume, large table",
                    Map.of("consume ms", Goal.atMost(1.2)),
                    new Named("empty", afterCheckpoint(database, EMPTY, "statements", FEW, settings)),
                    new Named("large", afterCheckpoint(database, TABLE, "statements", FEW, settings)));
            for (String column : new String[] {"user_id", "client_uuid", "realm_id"}) {
                index(column, settings, report, database, rounds);
            }
        }
    }

    private static double bytes(BenchDatabase database) throws Exception {
        return Double.parseDouble(database.query("SELECT pg_total_relation_size('" + TABLE + "')"));
    }

    private static void index(String column, Settings settings, Report report, BenchDatabase database, Rounds rounds)
            throws Exception {
        String copy = "cg_bench_" + column;
        report.say("Copying the table, without the index on " + column);
        database.tables().copyWithoutIndex(TABLE, copy, column);
        Map<String, Goal> goals = new LinkedHashMap<>();
        goals.put(Pairs.RATE, Goal.reported());
        goals.put(WAL, Goal.reported());
        rounds.compare(
                "the index on " + column + ", large table",
                goals,
                new Named("without", afterCheckpoint(database, copy, "statements", FEW, settings)),
                new Named("with", afterCheckpoint(database, TABLE, "statements", FEW, settings)));
        database.execute("DROP TABLE " + copy);
    }

    /** Shows what the first rows after a checkpoint make the database log, on either table. */
    private static void explain(long rows, Report report, BenchDatabase database) throws Exception {
        report.say(EXPLAINED + " rows into the seed's table");
        database.explain(Tables.insertSeed(SEED, rows, EXPLAINED)).forEach(report::say);
        report.say(EXPLAINED + " rows into ours");
        database.explain(Tables.insert(TABLE, EXPLAINED, 0, false)).forEach(report::say);
    }

    private static Subject afterCheckpoint(
            BenchDatabase database, String table, String work, int callers, Settings settings) {
        Subject pairs = database.pairs(work, table, callers, settings.round());
        return () -> {
            database.execute("CHECKPOINT");
            double before = position(database);
            Map<String, Double> values = new TreeMap<>(pairs.round());
            values.put(WAL, (position(database) - before) / values.get("pairs"));
            return values;
        };
    }

    private static double position(BenchDatabase database) throws Exception {
        return Double.parseDouble(database.query("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"));
    }
}
