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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects results, prints the table, and writes the JSON and a picture of the ratios of each suite. */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String ROW = "%-44s %-10s %-42s %-42s %7s  %-8s %s%n";

    private final PrintStream out;
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private String suite = "";

    Report(PrintStream out) {
        this.out = out;
    }

    /** A ratio: that of the medians. */
    record Comparison(String suite, String what, String metric, Series baseline, Series candidate, Goal goal) {
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

    /** Says which suite reports from now on. */
    void begin(String id) {
        suite = id;
    }

    /** Says what is going on. */
    public void say(String line) {
        out.println("[bench] " + line);
    }

    void add(String what, String metric, Series baseline, Series candidate, Goal goal) {
        Comparison comparison = new Comparison(suite, what, metric, baseline, candidate, goal);
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
            node.put("suite", row.suite()).put("what", row.what()).put("metric", row.metric()).put("ratio", row.ratio());
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
        say("Wrote " + file);
        draw(file.getParent());
    }

    private void draw(Path directory) throws IOException {
        Map<String, List<Comparison>> bySuite =
                comparisons.stream().collect(Collectors.groupingBy(Comparison::suite, TreeMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Comparison>> entry : bySuite.entrySet()) {
            List<Comparison> rows = entry.getValue();
            for (int from = 0; from < rows.size(); from += Plot.ROWS) {
                String page = rows.size() > Plot.ROWS ? "-" + (1 + from / Plot.ROWS) : "";
                Path picture = directory.resolve("bench-" + entry.getKey() + page + ".png");
                Plot.write(entry.getKey(), rows.subList(from, Math.min(from + Plot.ROWS, rows.size())), picture);
                say("Wrote " + picture);
            }
        }
    }

    private static ObjectNode series(Series series) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", series.name());
        node.put("min", series.min()).put("median", series.median()).put("max", series.max());
        node.set("rounds", JSON.valueToTree(series.rounds()));
        return node;
    }
}
