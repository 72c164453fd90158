package io.github.consentgrants.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README says what was run, and never more: versions with their patch, as {@code mvn -Pmatrix} writes them. */
class CompatibilityTest {
    private static final String BEGIN = "<!-- written by mvn -Pmatrix -->\n";
    private static final String END = "\n<!-- end of what mvn -Pmatrix writes -->";

    private static List<List<String>> table() throws IOException {
        String page = Files.readString(Path.of("README.md"));
        assertThat(page).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
        return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END))
                .lines()
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void tableWhenReadThenNamesPatchVersionsAndResults() throws IOException {
        List<List<String>> table = table();
        assertThat(table.get(0)).first().isEqualTo("Keycloak");
        assertThat(table.get(0).subList(1, table.get(0).size()))
                .isNotEmpty()
                .allMatch(java -> java.matches("Java (17|21|25)(\\.\\d+)*"));
        assertThat(table.subList(2, table.size())).isNotEmpty().allSatisfy(row -> {
            assertThat(row).hasSameSizeAs(table.get(0));
            assertThat(row.get(0)).matches("26\\.\\d+\\.\\d+");
            assertThat(row.subList(1, row.size()))
                    .allMatch(cell -> cell.matches("(\\d+ tests passed|not run|compiles.*|)"))
                    .anyMatch(cell -> cell.matches("\\d+ tests passed|compiles.*"));
        });
    }

    @Test
    void tableWhenReadThenHasTheOldestVersionAndTheOneThatTheJarIsBuiltAgainst() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String built = pom.replaceFirst("(?s).*<keycloak\\.version>([\\d.]+)</keycloak\\.version>.*", "$1");
        assertThat(table())
                .filteredOn(row -> row.get(1).endsWith("passed"))
                .extracting(row -> row.get(0))
                .contains("26.7.0", built);
    }
}
