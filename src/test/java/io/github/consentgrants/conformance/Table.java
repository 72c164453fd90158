package io.github.consentgrants.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of docs/conformance.md: a part for each plan, a line for each check, a column for each provider. */
final class Table {
    private final StringBuilder text = new StringBuilder();
    private final List<Row> rows = new ArrayList<>();

    /**
     * How a check ended.
     *
     * @param stock at Keycloak without the jar
     * @param notGated at Keycloak with the jar, in a realm that does not use it
     * @param gated at a gated client
     */
    record Row(String plan, String id, Outcome stock, Outcome notGated, Outcome gated) {
        private String line() {
            return "| `" + id + "` | " + word(stock) + " | " + word(notGated) + " | " + word(gated) + " |\n";
        }

        private static String word(Outcome outcome) {
            return outcome.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Adds a plan. */
    void add(String plan, List<Row> added) {
        rows.addAll(added);
        text.append("\n### `").append(plan).append("`\n");
        text.append("| module | stock | jar, not gated | jar, gated |\n|---|---|---|---|\n");
        added.forEach(row -> text.append(row.line()));
    }

    List<Row> rows() {
        return rows;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
