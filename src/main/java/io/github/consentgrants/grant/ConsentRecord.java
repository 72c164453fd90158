package io.github.consentgrants.grant;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was shown and decided: one JSON object in two parts, so that the personal part can be erased by itself. Both are ASCII:
 * whatever character set a database has, it keeps them as they are, and their digests stay true.
 *
 * @param content the object without its member {@value #PERSONAL}
 * @param personal the value of that member; null once it was erased
 */
public record ConsentRecord(String content, @Nullable String personal) {
    /** Name of the member that holds what comes from the user or from the request. */
    public static final String PERSONAL = "personal";

    /** How many characters each part has at most. */
    public static final int MAX_LENGTH = 65_536;

    private static final int LAST_OF_ASCII = 0x7f;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if one is no object in ASCII, or too long
     */
    public ConsentRecord {
        check(content);
        if (personal != null) {
            check(personal);
        }
    }

    private static void check(String part) {
        if (part.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("A part of a record has at most " + MAX_LENGTH + " characters");
        }
        boolean ascii = part.chars().allMatch(character -> character >= ' ' && character <= LAST_OF_ASCII);
        if (!ascii || !part.startsWith("{\"") || !part.endsWith("}")) {
            throw new IllegalArgumentException("A part of a record is a JSON object in ASCII, on one line");
        }
    }

    /** Returns the whole object, on one line. Its parts stand in it letter for letter. */
    public String toJson() {
        return Optional.ofNullable(personal)
                .map(part -> content.substring(0, content.length() - 1) + ",\"" + PERSONAL + "\":" + part + "}")
                .orElse(content);
    }

    /** Returns nothing of the content: a record must not reach a log. */
    @Override
    public String toString() {
        return "ConsentRecord[" + content.length() + " characters" + (personal == null ? ", erased" : "") + "]";
    }
}
