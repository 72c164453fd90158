package io.github.consentgrants.grant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One vector of {@code golden/binding-v1.txt}, which describes its own format. */
final class GoldenVector {
    private static final String FILE = "/golden/binding-v1.txt";
    private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\[(.*)])? (\\+?=) ?(.*)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

    private final String name;
    private final Binding.Builder builder = Binding.builder();
    private final Map<BindingField, List<String>> sets = new EnumMap<>(BindingField.class);
    private final StringBuilder encoded = new StringBuilder();
    private String hash = "";

    private GoldenVector(String name) {
        this.name = name;
    }

    static List<GoldenVector> all() {
        List<GoldenVector> vectors = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith("[")) {
                vectors.add(new GoldenVector(line.substring(1, line.length() - 1)));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                vectors.get(vectors.size() - 1).read(line);
            }
        }
        return vectors;
    }

    private static List<String> lines() {
        try (InputStream in = GoldenVector.class.getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("Not a line of a vector: " + line);
        }
        String key = matcher.group(1);
        String value = unescape(matcher.group(4));
        if (key.equals("hash")) {
            hash = value;
        } else if (key.equals("encoded")) {
            encoded.append(value);
        } else {
            bind(BindingField.valueOf(key), matcher, value);
        }
    }

    private void bind(BindingField field, MatchResult line, String value) {
        if (line.group(2) != null) {
            builder.other(unescape(line.group(2)), value);
        } else if (line.group(3).equals("+=")) {
            sets.computeIfAbsent(field, key -> new ArrayList<>()).add(value);
            builder.set(field, sets.get(field));
        } else {
            builder.set(field, value);
        }
    }

    private static String unescape(String value) {
        return ESCAPE.matcher(value)
                .replaceAll(unit ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(unit.group(1), 16))));
    }

    String name() {
        return name;
    }

    Binding binding() {
        return builder.build();
    }

    String encoded() {
        return encoded.toString();
    }

    String hash() {
        return hash;
    }

    @Override
    public String toString() {
        return name;
    }
}
