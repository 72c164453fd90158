package io.github.consentgrants.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus' own checker of rules, if it is installed. It reads YAML, of which JSON is a part. */
public final class Promtool {
    private static final String PREFIX = "keycloak_consent_grants_";
    private static final int MINUTES = 40;

    private final Path program;
    private final Path folder;

    private Promtool(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** Finds it on the path; works in {@code folder}. */
    public static Optional<Promtool> find(Path folder) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(directory -> Path.of(directory, "promtool"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Promtool(program, folder));
    }

    /** Runs it, which has to succeed. */
    public String run(String... arguments) {
        try {
            Path log = folder.resolve("promtool.log");
            Process process = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("promtool does not end");
            }
            String printed = Files.readString(log);
            if (process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", arguments) + ": " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Writes a file for it. */
    public Path write(String name, Object content) {
        try {
            Path file = folder.resolve(name);
            Admin.JSON.writeValue(file.toFile(), content);
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns our series of a scrape, with their values. */
    public static Map<String, Double> series(String scrape) {
        Map<String, Double> series = new TreeMap<>();
        scrape.lines().filter(line -> line.startsWith(PREFIX)).forEach(line -> {
            int end = line.lastIndexOf(' ');
            series.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
        });
        return series;
    }

    /**
     * Checks which alerts fire if Prometheus scrapes {@code before} for 10 minutes, and {@code after} from then on.
     *
     * @param minute when to look
     * @param firing the alerts and their severities; all others must not fire
     */
    public void requireFiring(
            Path rules, Map<String, Double> before, Map<String, Double> after, int minute, Map<String, String> firing) {
        Map<String, String> values = new TreeMap<>();
        after.forEach((series, value) -> values.put(
                series, number(before.getOrDefault(series, 0.0)) + "+0x9 " + number(value) + "+0x" + MINUTES));
        requireFiring(rules, values, minute, firing);
    }

    /** The same, if the difference of the two scrapes is added each minute. */
    public void requireRising(
            Path rules, Map<String, Double> before, Map<String, Double> after, int minute, Map<String, String> firing) {
        Map<String, String> values = new TreeMap<>();
        after.forEach((series, value) -> values.put(
                series,
                number(before.getOrDefault(series, 0.0)) + "+" + number(value - before.getOrDefault(series, 0.0)) + "x"
                        + MINUTES));
        requireFiring(rules, values, minute, firing);
    }

    private void requireFiring(Path rules, Map<String, String> values, int minute, Map<String, String> firing) {
        ObjectNode file = Admin.JSON.createObjectNode();
        file.putArray("rule_files").add(rules.toAbsolutePath().toString());
        file.put("evaluation_interval", "1m");
        ObjectNode test = file.putArray("tests").addObject().put("interval", "1m");
        ArrayNode input = test.putArray("input_series");
        values.forEach(
                (series, value) -> input.addObject().put("series", series).put("values", value));
        ObjectNode query = test.putArray("promql_expr_test").addObject();
        query.put("expr", "ALERTS{alertstate=\"firing\"}").put("eval_time", minute + "m");
        ArrayNode expected = query.putArray("exp_samples");
        firing.forEach((alert, severity) -> expected.addObject()
                .put(
                        "labels",
                        "ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\",severity=\"" + severity + "\"}")
                .put("value", 1));
        run("test", "rules", write("test.json", file).toString());
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).toPlainString();
    }

    /** Checks that Prometheus understands expressions. */
    public void requireValid(List<String> expressions) {
        ObjectNode file = Admin.JSON.createObjectNode();
        ObjectNode group = file.putArray("groups").addObject().put("name", "expressions");
        ArrayNode rules = group.putArray("rules");
        for (int i = 0; i < expressions.size(); i++) {
            rules.addObject().put("record", "expression:" + i).put("expr", expressions.get(i));
        }
        run("check", "rules", write("expressions.json", file).toString());
    }
}
