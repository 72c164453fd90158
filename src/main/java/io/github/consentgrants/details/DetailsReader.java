package io.github.consentgrants.details;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.details.RenderedDetails.Row;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.representations.AuthorizationDetailsJSONRepresentation;

/**
 * Reads a detail field by field and remembers what was read, so that the rest can be shown too. Fields are named by their
 * path, such as {@code instructedAmount.amount} or {@code accounts[0].iban}; each element of a list of plain values is a field
 * of its own under the path of the list. Not thread-safe.
 */
public final class DetailsReader {
    /** Users do not read a page with more lines than this. */
    public static final int MAX_FIELDS = 60;

    /** Characters of a path or a value. */
    public static final int MAX_LENGTH = 500;

    private static final int MAX_DEPTH = 6;
    private static final String TYPE = "type";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Row> unread = new ArrayList<>();

    /**
     * @throws IllegalArgumentException if the details are too large, too deep or too long to be shown
     */
    public DetailsReader(AuthorizationDetailsJSONRepresentation details) {
        ObjectNode fields = JSON.valueToTree(details);
        fields.remove(TYPE);
        fields.properties().removeIf(field -> isAbsentStandardField(details, field));
        fields.properties().forEach(field -> addFields(field.getValue(), field.getKey(), 1));
    }

    /** The representation has a null for each field of RFC 9396 2.2 that was not sent. */
    private static boolean isAbsentStandardField(
            AuthorizationDetailsJSONRepresentation details, Map.Entry<String, JsonNode> field) {
        return field.getValue().isNull() && !details.getCustomData().containsKey(field.getKey());
    }

    private void addFields(JsonNode node, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("Authorization details are nested too deeply to be shown");
        }
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(field -> addFields(field.getValue(), path + "." + field.getKey(), depth + 1));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                addFields(node.get(i), node.get(i).isContainerNode() ? path + "[" + i + "]" : path, depth + 1);
            }
        } else {
            add(path, node.isValueNode() ? node.asText() : node.toString());
        }
    }

    private void add(String path, String value) {
        if (unread.size() == MAX_FIELDS || path.length() > MAX_LENGTH || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("Authorization details are too large to be shown");
        }
        unread.add(new Row(path, value));
    }

    /** Reads a field that has one value; empty if it is absent or has several. */
    public Optional<String> read(String path) {
        List<Row> found =
                unread.stream().filter(row -> row.label().equals(path)).toList();
        if (found.size() != 1) {
            return Optional.empty();
        }
        unread.removeAll(found);
        return Optional.of(found.get(0).value());
    }

    /** Reads every value of a list of plain values. */
    public List<String> readAll(String path) {
        List<String> values = new ArrayList<>();
        for (Iterator<Row> rows = unread.iterator(); rows.hasNext(); ) {
            Row row = rows.next();
            if (row.label().equals(path)) {
                values.add(row.value());
                rows.remove();
            }
        }
        return values;
    }

    /** Returns what has not been read: the fields of RFC 9396 2.2 under their names in words, all others under their paths. */
    public List<Row> rest(Labels labels) {
        return unread.stream()
                .map(row -> new Row(StandardField.label(row.label(), labels), row.value()))
                .toList();
    }

    /** Reads {@code actions}, and returns a row for each of them, in words where the type has words for it. */
    List<Row> actions(Set<String> known, String type, Labels labels) {
        return readAll("actions").stream()
                .map(action -> known.contains(action) ? labels.get(type + "." + action) : action)
                .map(text -> new Row(StandardField.label("actions", labels), text))
                .toList();
    }
}
