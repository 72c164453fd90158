package io.github.consentgrants.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What builds and releases the jar must not be changed by whoever can move a tag of an action, and must not hold rights that it does not need. */
class WorkflowsTest {
    private static final String PINNED = "\\s*(- )?uses: [\\w./-]+@[0-9a-f]{40} # v[\\d.]+";
    private static final Pattern JOB = Pattern.compile("(?m)^  ([a-z]+):\n(?=    )");

    static Stream<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(".github", "workflows"))) {
            return files.sorted().toList().stream();
        }
    }

    private static List<String> lines(Path workflow, String part) throws IOException {
        return Files.readAllLines(workflow).stream()
                .filter(line -> line.contains(part))
                .toList();
    }

    /** The text of each job, from its name on. */
    private static List<String> jobs(Path workflow) throws IOException {
        String text = Files.readString(workflow);
        String jobs = text.substring(text.indexOf("\njobs:\n") + 1);
        return Stream.of(jobs.split("\n(?=  [a-z]+:\n    )", -1))
                .filter(job -> JOB.matcher(job).find())
                .toList();
    }

    private static String job(String workflow, String name) throws IOException {
        return jobs(Path.of(".github", "workflows", workflow)).stream()
                .filter(job -> job.contains("  " + name + ":\n"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void workflowWhenItUsesAnActionThenByItsCommit(Path workflow) throws IOException {
        assertThat(lines(workflow, "uses:")).isNotEmpty().allMatch(line -> line.matches(PINNED));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void workflowWhenItDoesNotSayOtherwiseThenItOnlyReads(Path workflow) throws IOException {
        assertThat(Files.readString(workflow)).contains("\npermissions:\n  contents: read\n");
    }

    @Test
    void workflowsWhenTheyMayWriteThenTheseOnly() throws IOException {
        List<String> rights = new ArrayList<>();
        for (Path workflow : workflows().toList()) {
            lines(workflow, ": write").forEach(line -> rights.add(workflow.getFileName() + " " + line.strip()));
        }
        assertThat(rights)
                .containsExactlyInAnyOrder(
                        "codeql.yml security-events: write",
                        "release.yml contents: write",
                        "release.yml id-token: write",
                        "release.yml attestations: write");
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void jobsWhenTheyRunThenForALimitedTimeAndLeaveNoCredentials(Path workflow) throws IOException {
        assertThat(jobs(workflow)).isNotEmpty().allMatch(job -> job.contains("\n    timeout-minutes: "));
        assertThat(lines(workflow, "persist-credentials: false")).hasSameSizeAs(lines(workflow, "actions/checkout@"));
    }

    /** A value of GitHub's in a script is code of whoever chose it; in a variable it is a value. */
    @ParameterizedTest
    @MethodSource("workflows")
    void scriptsWhenTheyNeedAValueThenFromAVariable(Path workflow) throws IOException {
        assertThat(lines(workflow, "${{"))
                .allMatch(line ->
                        line.matches("\\s*(java-version|name|group|PROFILE|GH_TOKEN): [\\w -]*\\$\\{\\{ [\\w.]+ }}.*"));
        assertThat(Files.readString(workflow)).doesNotContain("pull_request_target", "workflow_run");
    }

    @Test
    void releaseWhenItHoldsRightsThenItRunsNoCodeOfTheProject() throws IOException {
        assertThat(job("release.yml", "publish"))
                .contains("needs: build", "contents: write", "sha256sum --check --strict SHA256SUMS", "--verify-tag")
                .doesNotContain("checkout@", "setup-java@", "mvn", ".ci/run");
        assertThat(job("release.yml", "build")).contains(".ci/run -Prelease").doesNotContain("permissions:", "cache: ");
        assertThat(Files.readString(Path.of(".github", "workflows", "release.yml")))
                .contains("on:\n  push:\n    tags: [\"v*\"]\n\n");
    }
}
