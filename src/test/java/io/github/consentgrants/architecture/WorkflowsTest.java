package io.github.consentgrants.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What builds and releases the jar must not be changed by whoever can move a tag of an action, and must not hold rights that it does not need. */
class WorkflowsTest {
    private static final String PINNED = "\\s*(- )?uses: [\\w./-]+@[0-9a-f]{40} # v[\\d.]+";

    static Stream<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(".github", "workflows"))) {
            return files.toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void workflowWhenItUsesAnActionThenByItsCommit(Path workflow) throws IOException {
        List<String> uses = Files.readAllLines(workflow).stream()
                .filter(line -> line.contains("uses:"))
                .toList();
        assertThat(uses).isNotEmpty().allMatch(line -> line.matches(PINNED));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void workflowWhenItDoesNotSayOtherwiseThenItOnlyReads(Path workflow) throws IOException {
        assertThat(Files.readString(workflow)).contains("\npermissions:\n  contents: read\n");
    }
}
