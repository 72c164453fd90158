package io.github.consentgrants.details;

import io.github.consentgrants.details.RenderedDetails.Row;
import java.util.List;
import java.util.Set;

/** The fields that any type may have (RFC 9396 2.2). */
final class StandardField {
    private static final Set<String> NAMES = Set.of("actions", "locations", "datatypes", "identifier", "privileges");

    private StandardField() {}

    /** Returns a row for each of the {@code actions}, in words where the type has words for it. */
    static List<Row> actions(DetailsReader reader, Set<String> known, String type, Labels labels) {
        return reader.readAll("actions").stream()
                .map(action -> known.contains(action) ? labels.get(type + "." + action) : action)
                .map(text -> new Row(label("actions", labels), text))
                .toList();
    }

    static String label(String path, Labels labels) {
        return NAMES.contains(path) ? labels.get("consentGrantDetails." + path) : path;
    }
}
