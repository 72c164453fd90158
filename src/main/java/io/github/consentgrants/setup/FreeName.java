package io.github.consentgrants.setup;

import java.util.function.Predicate;

/** Names for what a set-up makes. Keycloak finds flows, their configurations and required actions by names, so each is given once. */
final class FreeName {
    /** Keycloak's columns have 255. */
    private static final int MAX_LENGTH = 240;

    private FreeName() {}

    /** Returns {@code base} and {@code ending}, with a number if that is taken. */
    static String of(String base, String ending, Predicate<String> isTaken) {
        String stem = base.endsWith(ending) ? base : clipped(base, MAX_LENGTH - ending.length()) + ending;
        String name = stem;
        for (int number = 2; isTaken.test(name); number++) {
            name = stem + " " + number;
        }
        return name;
    }

    private static String clipped(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
