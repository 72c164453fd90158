package io.github.consentgrants.setup;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Words for administrators. */
final class Texts {
    private Texts() {}

    /** Returns settings in the order of their names. */
    static String of(Map<String, String> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
