package io.github.consentgrants.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table in the README: what was run, with which result. */
final class CompatibilityTable {
    static final String BEGIN = "<!-- written by mvn -Pmatrix -->";
    static final String END = "<!-- end of what mvn -Pmatrix writes -->";

    private final List<String> javas;
    private final Map<String, List<String>> rows = new TreeMap<>(CompatibilityTable::compare);

    /** @param javas the columns */
    CompatibilityTable(List<String> javas) {
        this.javas = List.copyOf(javas);
    }

    /** Adds a version of Keycloak, with a cell for each Java. */
    void add(String keycloak, List<String> cells) {
        rows.put(keycloak, List.copyOf(cells));
    }

    /** Adds a version of which there are only jars. */
    void addCompiled(String keycloak, String what) {
        List<String> cells = new ArrayList<>(javas.stream().map(java -> "").toList());
        cells.set(0, what);
        rows.put(keycloak, cells);
    }

    String render() {
        Stream<String> head = Stream.of(
                row("Keycloak", javas.stream().map(java -> "Java " + java).toList()),
                "|---".repeat(javas.size() + 1) + "|");
        return Stream.concat(
                        head,
                        rows.entrySet().stream().map(entry -> row(entry.getKey(), entry.getValue())))
                .collect(Collectors.joining("\n"));
    }

    private static String row(String first, List<String> cells) {
        return Stream.concat(Stream.of(first), cells.stream()).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Returns the page with the table in the place of the one that is there. */
    String into(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("The page has no place for the table");
        }
        return page.substring(0, begin + BEGIN.length()) + "\n" + render() + "\n" + page.substring(end);
    }

    private static int compare(String one, String other) {
        return Arrays.compare(numbers(one), numbers(other));
    }

    private static int[] numbers(String version) {
        return Stream.of(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    }
}
