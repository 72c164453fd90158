package io.github.consentgrants.bench.store;

import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Rounds;
import io.github.consentgrants.bench.Rounds.Named;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Suite;
import io.github.consentgrants.bench.work.Race;
import java.util.Map;

/** One token and 64 callers at once, of whom one wins, against 64 updates of one row by plain JDBC. */
public final class RaceSuite implements Suite {
    private static final int CALLERS = 64;

    @Override
    public String id() {
        return "race";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (StoreServer server = StoreServer.start()) {
            new Rounds(settings, report)
                    .compare(
                            "one row, " + CALLERS + " callers at once",
                            Map.of(Race.MILLIS, Goal.atMost(1.5)),
                            new Named("JDBC", server.subject("race", arguments("updates"))),
                            new Named("store", server.subject("race", arguments("store"))));
        }
    }

    private static Map<String, String> arguments(String work) {
        return Map.of("work", work, "callers", Integer.toString(CALLERS));
    }
}
