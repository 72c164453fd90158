package io.github.consentgrants.bench.store;

import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Quantiles;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Suite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * The first page of the ledger's lists on a large table: the statements that Hibernate makes of the ledger's queries, each with many values,
 * the database's plan for one of them, and how long they took.
 */
public final class ListSuite implements Suite {
    private static final int QUERIES = 200;
    private static final double GOAL_MILLIS = 50;
    private static final int CLIENTS = 1_000;
    private static final long DAY = 86_400_000;
    private static final String TABLE = "cg_consent_grant";
    private static final String RECORDS = "cg_consent_record";

    @Override
    public String id() {
        return "list";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (BenchDatabase database = BenchDatabase.start()) {
            report.say(String.format(Locale.ROOT, "Filling the tables with %,d rows each", settings.rows()));
            database.tables().fill(TABLE, settings.rows(), DAY, false);
            database.execute(
                    variety(settings.rows()),
                    "INSERT INTO " + RECORDS + " SELECT id, '{\"version\":\"bench\"}', '{\"salt\":\"bench\"}' FROM " + TABLE,
                    "VACUUM ANALYZE " + TABLE,
                    "VACUUM ANALYZE " + RECORDS);
            long youngest = Long.parseLong(database.query("SELECT max(created_at) FROM " + TABLE));
            for (Map.Entry<String, LongFunction<String>> list :
                    lists(youngest, settings.rows()).entrySet()) {
                measure(list.getKey(), list.getValue(), report, database);
            }
        }
    }

    /**
     * Of 1,000 rows 20 are denied, 1 is revoked; a client has one row in 1,000; a user about 10. Rows are spread over 90 days. One row
     * in 100,000 is of another realm.
     */
    private static String variety(long rows) {
        return "UPDATE " + TABLE + " SET client_uuid = md5((created_at % " + CLIENTS + ")::text)::uuid,"
                + " realm_id = CASE WHEN created_at % 100000 = 5 THEN md5('small') ELSE md5('realm') END::uuid,"
                + " decision = CASE WHEN created_at % 50 = 0 THEN 'DENIED' ELSE 'GRANTED' END,"
                + " revoked_at = CASE WHEN created_at % 1000 = 1 THEN created_at END,"
                + " user_id = md5((created_at * 7919 % " + Math.max(1, rows / 10) + ")::text)::uuid";
    }

    /** Ids are a millisecond apart, so a "day" of a table of 90 days is a ninetieth of its rows. */
    private static Map<String, LongFunction<String>> lists(long youngest, long rows) {
        Map<String, LongFunction<String>> lists = new LinkedHashMap<>();
        long day = Math.max(1, rows / 90);
        lists.put("all", n -> "");
        lists.put("all of a small realm", n -> "");
        lists.put("of a user", n -> " AND g.user_id = md5('" + n * 31 % Math.max(1, rows / 10) + "')::uuid::text");
        lists.put("of a client", n -> " AND g.client_uuid = md5('" + n % CLIENTS + "')::uuid::text");
        lists.put("of a user who has none", n -> " AND g.user_id = 'nobody" + n + "'");
        lists.put("denied, of a day", n -> " AND g.decision = 'DENIED'" + period(youngest - n % 80 * day, day));
        lists.put(
                "revoked, of ten days",
                n -> " AND g.decision = 'GRANTED' AND g.revoked_at IS NOT NULL"
                        + period(youngest - n % 80 * day, 10 * day));
        lists.put("after the middle", n -> " AND g.id < '" + lowest(youngest - rows / 2 - n) + "'");
        return lists;
    }

    private static String period(long end, long length) {
        return " AND g.created_at >= " + (end - length) + " AND g.id >= '" + lowest(end - length)
                + "' AND g.created_at < " + end + " AND g.id < '" + lowest(end) + "'";
    }

    private static String lowest(long millis) {
        String hex = String.format(Locale.ROOT, "%012x", millis);
        return hex.substring(0, 8) + "-" + hex.substring(8) + "-7000-8000-000000000000";
    }

    private static String select(String what, String condition) {
        String realm = what.endsWith("small realm") ? "small" : "realm";
        return "SELECT g.*, r.id FROM " + TABLE + " g LEFT JOIN " + RECORDS
                + " r ON r.id = g.id WHERE g.realm_id = md5('" + realm + "')::uuid::text" + condition
                + " ORDER BY g.id DESC FETCH FIRST 101 ROWS ONLY";
    }

    private static void measure(String what, LongFunction<String> condition, Report report, BenchDatabase database)
            throws Exception {
        report.say(what);
        database.explain(select(what, condition.apply(7))).forEach(report::say);
        List<Double> times = database.times(LongStream.rangeClosed(1, QUERIES)
                .mapToObj(n -> select(what, condition.apply(n)))
                .toList());
        report.add("first page, " + what, "p50 ms", Quantiles.of(times, 0.5), Goal.atMost(GOAL_MILLIS));
        report.add("first page, " + what, "p99 ms", Quantiles.of(times, 0.99), Goal.atMost(GOAL_MILLIS));
    }
}
