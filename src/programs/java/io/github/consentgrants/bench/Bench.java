package io.github.consentgrants.bench;

import io.github.consentgrants.bench.page.PageSuite;
import io.github.consentgrants.bench.signin.ConsentSuite;
import io.github.consentgrants.bench.signin.NetworkSuite;
import io.github.consentgrants.bench.signin.NodesSuite;
import io.github.consentgrants.bench.signin.PlainClientSuite;
import io.github.consentgrants.bench.signin.RecordSuite;
import io.github.consentgrants.bench.signin.RefreshSuite;
import io.github.consentgrants.bench.signin.StartSuite;
import io.github.consentgrants.bench.signin.StatementsSuite;
import io.github.consentgrants.bench.store.LargeTableSuite;
import io.github.consentgrants.bench.store.ListSuite;
import io.github.consentgrants.bench.store.RaceSuite;
import io.github.consentgrants.bench.store.StoreSuite;
import io.github.consentgrants.bench.store.SweepSuite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the suites, prints one table and writes {@code target/bench/bench.json}. */
public final class Bench {
    private static final List<Suite> SUITES = List.of(
            new LargeTableSuite(),
            new ListSuite(),
            new StoreSuite(),
            new RaceSuite(),
            new SweepSuite(),
            new PageSuite(),
            new StatementsSuite(),
            new ConsentSuite(),
            new NetworkSuite(),
            new RecordSuite(),
            new PlainClientSuite(),
            new RefreshSuite(),
            new StartSuite(),
            new NodesSuite());

    private Bench() {}

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.fromSystemProperties();
        // -Dbench.jvm: further JVM options of the servers, such as a flight recording.
        System.setProperty("consentgrants.server.jvm", System.getProperty("bench.jvm", ""));
        Report report = new Report(System.out);
        report.say(settings.toString());
        report.say(String.format(
                Locale.ROOT,
                "Load at start: %.2f on %d processors. Numbers of a machine that does something else prove nothing",
                Environment.loadAtStart(),
                Runtime.getRuntime().availableProcessors()));
        if (!Analysis.settings().isEmpty()) {
            report.say("For analysis, with " + Analysis.settings() + ": no result of this run counts");
        }
        List<String> failed = new ArrayList<>();
        for (Suite suite : SUITES) {
            if (settings.includes(suite) && !hasRun(suite, settings, report)) {
                failed.add(suite.id());
            }
        }
        report.print();
        report.write(Path.of(System.getProperty("build.directory", "target"), "bench", "bench.json"), settings);
        if (!failed.isEmpty()) {
            throw new IllegalStateException("Failed: " + failed + ". What the other suites measured has been written");
        }
    }

    /** Runs a suite. One that fails does not take the results of the others with it: they took minutes. */
    private static boolean hasRun(Suite suite, Settings settings, Report report) {
        report.begin(suite.id());
        try {
            suite.run(settings, report);
            return true;
        } catch (Exception e) {
            report.say("The suite " + suite.id() + " failed");
            e.printStackTrace();
            return false;
        }
    }
}
