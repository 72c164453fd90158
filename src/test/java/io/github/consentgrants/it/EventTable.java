package io.github.consentgrants.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table of events in the documentation, whose rows link to their examples. */
final class EventTable {
    private static final Path CONFIGURATION = Path.of("docs", "configuration.md");
    private static final Pattern LINK = Pattern.compile("\\(events\\.md#([a-z0-9-]+)\\)");
    private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Z_0-9]+)`");
    private static final Pattern WORD = Pattern.compile("`([a-z][a-z_]+)`");
    private static final Pattern ABSENT = Pattern.compile("without `([a-z_]+)`");
    private static final Pattern PARENTHESES = Pattern.compile("\\([^()]*\\)");

    private final List<Row> rows;

    private EventTable(List<Row> rows) {
        this.rows = rows;
    }

    private record Row(String event, String details) {
        static Row of(String line) {
            String[] cells = line.split(" \\| ", -1);
            if (cells.length != 3) {
                throw new IllegalStateException("Not a row of three cells: " + line);
            }
            return new Row(cells[0], cells[2]);
        }

        List<String> anchors() {
            return all(LINK, event);
        }

        /** What the row says and its examples do not show, or the other way round. */
        Stream<String> faults(Map<String, JsonNode> examples) {
            List<JsonNode> own = anchors().stream()
                    .map(examples::get)
                    .filter(Objects::nonNull)
                    .toList();
            List<String> types = all(TYPE, event);
            List<String> absent = all(ABSENT, event);
            List<String> words = all(WORD, ABSENT.matcher(event).replaceAll(""));
            List<String> faults = new ArrayList<>();
            anchors().stream()
                    .filter(Predicate.not(examples::containsKey))
                    .forEach(anchor -> faults.add("no example " + anchor));
            types.stream()
                    .filter(type -> own.stream().noneMatch(example -> isOf(type, example)))
                    .forEach(type -> faults.add("no example of " + type));
            Stream.concat(words.stream(), all(WORD, PARENTHESES.matcher(details).replaceAll("")).stream())
                    .filter(word -> own.stream().noneMatch(example -> has(word, example)))
                    .forEach(word -> faults.add("no example with " + word));
            for (JsonNode example : own) {
                if (types.stream().noneMatch(type -> isOf(type, example))
                        || absent.stream().anyMatch(word -> has(word, example))
                        || (!words.isEmpty() && words.stream().noneMatch(word -> has(word, example)))) {
                    faults.add("an example that is none: " + example);
                }
            }
            return faults.stream().map(fault -> event + ": " + fault);
        }

        private static boolean isOf(String type, JsonNode example) {
            return example.path("type").asText().equals(type)
                    || example.path("type").asText().equals(type + "_ERROR");
        }

        private static boolean has(String word, JsonNode example) {
            return example.path("error").asText().equals(word)
                    || example.path("details").has(word);
        }

        private static List<String> all(Pattern pattern, String text) {
            return pattern.matcher(text)
                    .results()
                    .map((MatchResult result) -> result.group(1))
                    .toList();
        }
    }

    static EventTable read() throws IOException {
        List<Row> rows = Files.readAllLines(CONFIGURATION).stream()
                .dropWhile(Predicate.not("## Events"::equals))
                .dropWhile(line -> !line.startsWith("|---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .map(Row::of)
                .toList();
        if (rows.isEmpty()) {
            throw new IllegalStateException("There is no table of events");
        }
        return new EventTable(rows);
    }

    /** Returns what table and examples do not agree in. */
    List<String> faults(Map<String, JsonNode> titles) {
        Map<String, JsonNode> examples = new LinkedHashMap<>();
        titles.forEach((title, example) -> examples.put(anchor(title), example));
        List<String> linked =
                rows.stream().flatMap(row -> row.anchors().stream()).toList();
        return Stream.concat(
                        rows.stream().flatMap(row -> row.faults(examples)),
                        examples.keySet().stream()
                                .filter(Predicate.not(linked::contains))
                                .map(anchor -> "No row has the example " + anchor))
                .toList();
    }

    private static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }
}
