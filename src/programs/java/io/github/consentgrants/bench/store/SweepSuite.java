package io.github.consentgrants.bench.store;

import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Rounds;
import io.github.consentgrants.bench.Rounds.Named;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Subject;
import io.github.consentgrants.bench.Suite;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Mint and consume through the store while its sweep works off a large table of expired grants, against no sweep. */
public final class SweepSuite implements Suite {
    private static final String TABLE = "cg_consent_grant";
    private static final double LIMIT = 1.2;
    private static final long AGE_MILLIS = 400L * 24 * 60 * 60 * 1000;
    private static final String CALLERS = "4";

    @Override
    public String id() {
        return "sweep";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (StoreServer server = StoreServer.start()) {
            report.say(String.format(Locale.ROOT, "Filling a table with %,d expired rows", settings.rows()));
            server.tables().fill(TABLE, settings.rows(), AGE_MILLIS, true);
            Map<String, Goal> goals = new LinkedHashMap<>();
            goals.put("mint ms", Goal.atMost(LIMIT));
            goals.put("consume ms", Goal.atMost(LIMIT));
            long before = rows(server);
            new Rounds(settings, report)
                    .compare(
                            "mint + consume beside the sweep, " + CALLERS + " callers",
                            goals,
                            new Named("no sweep", subject(server, "pairs", settings)),
                            new Named("sweep", subject(server, "pairs-beside-sweep", settings)));
            long swept = before - rows(server);
            if (swept <= 0) {
                throw new IllegalStateException("Nothing was swept");
            }
            report.add("swept meanwhile", "rows", (double) swept, Goal.reported());
        }
    }

    private static long rows(StoreServer server) throws Exception {
        return Long.parseLong(server.query("SELECT count(*) FROM " + TABLE + " WHERE consumed_at IS NULL"));
    }

    private static Subject subject(StoreServer server, String operation, Settings settings) {
        return server.subject(
                operation,
                Map.of(
                        "work",
                        "store",
                        "table",
                        TABLE,
                        "callers",
                        CALLERS,
                        "millis",
                        Long.toString(settings.round().toMillis())));
    }
}
