package io.github.consentgrants.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the page as its template had them, without what is absent.
 *
 * @param display the template's model
 * @param values whether the values beside the labels are kept
 */
record ShownParts(Map<String, @Nullable Object> display, boolean values) {
    private static final String VALUE = "value";

    ShownParts withoutValues() {
        return new ShownParts(display, false);
    }

    /** Returns a copy of a part, which is empty if the page has no such part. */
    Map<String, Object> part(String name) {
        return display.get(name) instanceof Map<?, ?> part ? present(part) : new LinkedHashMap<>();
    }

    private Map<String, Object> present(Map<?, ?> part) {
        Map<String, Object> present = new LinkedHashMap<>();
        part.forEach((name, value) -> {
            if (value != null && (values || !VALUE.equals(name))) {
                present.put(String.valueOf(name), copy(value));
            }
        });
        return present;
    }

    private Object copy(Object value) {
        if (value instanceof Map<?, ?> members) {
            return present(members);
        }
        return value instanceof List<?> list ? list.stream().map(this::copy).toList() : value;
    }
}
