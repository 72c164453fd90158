package io.github.consentgrants.display;

import org.jspecify.annotations.Nullable;

/**
 * Makes a text of somebody else harmless to its surroundings. The template escapes markup. This class handles what
 * escaping leaves: characters that reorder, hide, cover or break what stands around them. They become visible as
 * U+FFFD, not silently removed, so that a manipulated name does not look like the one it imitates (docs/adr/0061).
 */
public final class SafeText {
    private static final char ELLIPSIS = '\u2026';
    private static final String REPLACEMENT = "\uFFFD";

    private SafeText() {}

    /** Returns the cleaned text. Something can be seen of it, unless the text was empty. */
    static String of(String text) {
        return visible(text, clean(text, false));
    }

    /** As {@link #of}, for a text in which the page's own code may have isolated texts of others ({@link Texts#isolated}). */
    public static String shown(String text) {
        return visible(text, clean(text, true));
    }

    /** As {@link #of}, cut off after {@code length} characters; for texts of the user's own, which need not be complete. */
    static String shortened(String text, int length) {
        int end = text.offsetByCodePoints(0, Math.min(length, text.codePointCount(0, text.length())));
        return of(text.substring(0, end)) + (end < text.length() ? ELLIPSIS : "");
    }

    /** As {@link #of}, without the blanks around it, and null if there is nothing to be seen. */
    static @Nullable String orNull(@Nullable String text) {
        String safe = text == null ? "" : clean(text, false).strip();
        return safe.isEmpty() ? null : safe;
    }

    private static String visible(String text, String safe) {
        return safe.isBlank() && !text.isEmpty() ? REPLACEMENT : safe;
    }

    private static String clean(String text, boolean isolates) {
        return isPlain(text) ? text : new TextCleaner(text, isolates).clean();
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
}
