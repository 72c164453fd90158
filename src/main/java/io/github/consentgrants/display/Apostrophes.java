package io.github.consentgrants.display;

/**
 * A lone apostrophe quotes the rest of a {@link java.text.MessageFormat} pattern, placeholders included. The author of
 * a text means an apostrophe, unless a brace follows.
 */
final class Apostrophes {
    private Apostrophes() {}

    /** Returns the pattern with an apostrophe that quotes no brace written as two. */
    static String doubled(String pattern) {
        StringBuilder doubled = new StringBuilder(pattern.length());
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char character = pattern.charAt(i);
            char next = i + 1 < pattern.length() ? pattern.charAt(i + 1) : 0;
            doubled.append(character);
            if (character != '\'') {
                continue;
            }
            if (next == '\'') {
                doubled.append(next);
                i++;
            } else if (quoted || next == '{' || next == '}') {
                quoted = !quoted;
            } else {
                doubled.append(character);
            }
        }
        return doubled.toString();
    }
}
