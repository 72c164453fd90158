package io.github.consentgrants.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects results, prints the table, and writes the JSON and a picture of the ratios. */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String ROW = "%-44s %-10s %-42s %-42s %7s  %-8s %s%n";

    private final PrintStream out;
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /** A ratio: that of the medians. */
    record Comparison(String what, String metric, Series baseline, Series candidate, Goal goal) {
        double ratio() {
            return candidate.median() / baseline.median();
        }

        double lowest() {
            return candidate.min() / baseline.max();
        }

        double highest() {
            return candidate.max() / baseline.min();
        }
    }

    /** A value that needs no baseline, such as a count. */
    record Value(String what, String unit, double value, Goal goal) {}

    /** Says what is going on. */
    public void say(String line) {
        out.println("[bench] " + line);
    }

    void add(Comparison comparison) {
        comparisons.add(comparison);
        say(String.format(
                Locale.ROOT,
                "%s, %s: %.2f %s (%s against %s)",
                comparison.what(),
                comparison.metric(),
                comparison.ratio(),
                verdict(comparison.goal(), comparison.ratio()),
                text(comparison.candidate()),
                text(comparison.baseline())));
    }

    /** Adds a value that needs no baseline. */
    public void add(String what, String unit, double value, Goal goal) {
        values.add(new Value(what, unit, value, goal));
        say(String.format(Locale.ROOT, "%s: %.2f %s %s", what, value, unit, verdict(goal, value)));
    }

    void print() {
        out.println();
        out.printf(ROW, "what", "metric", "baseline: median (min to max)", "measured", "ratio", "goal", "");
        for (Comparison row : comparisons) {
            out.printf(
                    ROW,
                    row.what(),
                    row.metric(),
                    text(row.baseline()),
                    text(row.candidate()),
                    String.format(Locale.ROOT, "%.2f", row.ratio()),
                    row.goal(),
                    verdict(row.goal(), row.ratio()));
        }
        for (Value row : values) {
            String value = String.format(Locale.ROOT, "%,.2f", row.value());
            out.printf(ROW, row.what(), row.unit(), "", value, "", row.goal(), verdict(row.goal(), row.value()));
        }
    }

    private static String text(Series series) {
        return String.format(
                Locale.ROOT, "%s %,.1f (%,.1f to %,.1f)", series.name(), series.median(), series.min(), series.max());
    }

    private static String verdict(Goal goal, double value) {
        if (goal.toString().isEmpty()) {
            return "";
        }
        return goal.isMetBy(value) ? "met" : "MISSED";
    }

    void write(Path file, Settings settings) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.set("environment", Environment.describe());
        root.set("settings", JSON.valueToTree(settings.toString()));
        ArrayNode rows = root.putArray("comparisons");
        for (Comparison row : comparisons) {
            ObjectNode node = rows.addObject();
            node.put("what", row.what()).put("metric", row.metric()).put("ratio", row.ratio());
            node.put("goal", row.goal().toString()).put("met", row.goal().isMetBy(row.ratio()));
            node.set("baseline", series(row.baseline()));
            node.set("measured", series(row.candidate()));
        }
        ArrayNode single = root.putArray("values");
        for (Value row : values) {
            single.addObject()
                    .put("what", row.what())
                    .put("unit", row.unit())
                    .put("value", row.value())
                    .put("goal", row.goal().toString())
                    .put("met", row.goal().isMetBy(row.value()));
        }
        Files.createDirectories(file.getParent());
        JSON.writeValue(file.toFile(), root);
        Path picture = file.resolveSibling("bench.png");
        Plot.write(comparisons, picture);
        say("Wrote " + file + " and " + picture);
    }

    private static ObjectNode series(Series series) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", series.name());
        node.put("min", series.min()).put("median", series.median()).put("max", series.max());
        node.set("rounds", JSON.valueToTree(series.rounds()));
        return node;
    }
}
