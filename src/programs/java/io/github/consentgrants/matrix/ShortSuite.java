package io.github.consentgrants.matrix;

import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the integration tests that have a tag, in a process of its own, because the servers of the tests are shared by a process. */
final class ShortSuite {
    private ShortSuite() {}

    /** The exit status is 0 only if tests were found and none failed. */
    public static void main(String[] args) throws URISyntaxException {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        Path classes = Path.of(ShortSuite.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(classes)))
                                    .filters(
                                            ClassNameFilter.includeClassNamePatterns(".*IT"),
                                            TagFilter.includeTags(args[0]))
                                    .build(),
                            listener);
        }
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 30);
        long failed = summary.getTotalFailureCount();
        long passed = summary.getTestsSucceededCount();
        System.out.println(SuiteRun.RESULT + passed + " passed, " + failed + " failed, "
                + (summary.getTestsSkippedCount() + summary.getTestsAbortedCount()) + " skipped");
        System.exit(failed == 0 && passed > 0 ? 0 : 1);
    }
}
