package io.github.consentgrants.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The decision table of the documentation is the one of the code, in its order. */
class AskPolicyTest {
    private static final Path PAGE = Path.of("docs", "policy.md");

    @Test
    void tableWhenReadThenThatOfTheRules() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| `[a-z_]+` \\| .* \\| (asked|once per session|not asked) \\|"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Stream.of(AskRule.values()).map(AskPolicyTest::row).toList());
    }

    private static String row(AskRule rule) {
        return "| `" + rule.id() + "` | " + rule.condition() + " | " + outcome(rule) + " |";
    }

    private static String outcome(AskRule rule) {
        return switch (rule.outcome()) {
            case ASK -> "asked";
            case DERIVE -> "once per session";
            case GO_ON -> "not asked";
        };
    }
}
