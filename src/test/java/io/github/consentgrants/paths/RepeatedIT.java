package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A race shows itself in one run of many: the tests of races, so many times on one server. */
@Tag("races")
@DisplayName("Given the tests of what can happen at the same moment, or get lost")
final class RepeatedIT {
    private static final int ROUNDS = Integer.getInteger("races.rounds", 60);

    @ParameterizedTest
    @ValueSource(
            classes = {
                ParallelPostsIT.class,
                ParallelResumesIT.class,
                LostClickIT.class,
                DecidedPageIT.class,
                StepAfterConsentIT.class,
                TwoPostsIT.class,
                RestOfFlowIT.class
            })
    @DisplayName("when they run again and again, then each run is green")
    void repeated(Class<?> test) {
        // The session listener would stop the shared server after each round.
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .build());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(test))
                .build();
        long tests = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            launcher.execute(request, listener);
            TestExecutionSummary summary = listener.getSummary();
            assertThat(failures(summary)).as("round %d", round).isEmpty();
            assertThat(summary.getTestsSucceededCount()).isPositive();
            tests += summary.getTestsSucceededCount();
        }
        System.out.printf("%s: %d rounds, %d tests green%n", test.getSimpleName(), ROUNDS, tests);
    }

    private static Stream<String> failures(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName() + ": " + failure.getException());
    }
}
