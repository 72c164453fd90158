package io.github.consentgrants.display;

import org.jspecify.annotations.Nullable;

/**
 * Makes a text of somebody else harmless to its surroundings. Markup is the template's concern; here is what escaping leaves:
 * characters that reorder, hide or break what stands around them. They become visible as U+FFFD, not silently removed, so that
 * a manipulated name does not look like the one it imitates.
 */
final class SafeText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char ELLIPSIS = '\u2026';
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private SafeText() {}

    static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> append(safe, codePoint));
        // Keycloak looks up ${...} in the arguments of a message. The word joiner between them has no width.
        return safe.toString().replace("${", "$\u2060{");
    }

    /** Printable ASCII without the dollar sign, which most texts are. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~' || character == '$') {
                return false;
            }
        }
        return true;
    }

    /** As {@link #of}, cut off after so many characters; for texts of the user's own, which need not be complete. */
    static String shortened(String text, int length) {
        int end = text.offsetByCodePoints(0, Math.min(length, text.codePointCount(0, text.length())));
        return of(text.substring(0, end)) + (end < text.length() ? ELLIPSIS : "");
    }

    static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : of(text.strip());
    }

    private static void append(StringBuilder safe, int codePoint) {
        if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') {
            safe.append(' ');
        } else if (isHarmful(codePoint)) {
            safe.append(REPLACEMENT);
        } else {
            safe.appendCodePoint(codePoint);
        }
    }

    private static boolean isHarmful(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            // Formatting characters: bidi controls, zero-width spaces, tags. Two of them are part of writing.
            case Character.FORMAT -> codePoint != ZERO_WIDTH_NON_JOINER && codePoint != ZERO_WIDTH_JOINER;
            default -> false;
        };
    }
}
