package io.github.consentgrants.grant;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of grants: UUID version 7 (RFC 9562 5.7), time-ordered, so that a table of any size is written at its end. */
public final class GrantId {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_A_BITS = 12;

    private GrantId() {}

    /**
     * Returns a fresh id.
     *
     * @param epochMillis the time now, in milliseconds since 1970-01-01T00:00Z
     */
    public static String at(long epochMillis) {
        return of(epochMillis, RANDOM.nextInt(1 << RANDOM_A_BITS), RANDOM.nextLong() >>> 2);
    }

    /** Returns the lowest id of a millisecond: the ids of earlier milliseconds are less, all others are not. */
    public static String lowest(long epochMillis) {
        return of(epochMillis, 0, 0);
    }

    private static String of(long epochMillis, int randomA, long randomB) {
        long version = 7L << RANDOM_A_BITS;
        long variant = 0b10L << 62;
        return new UUID(epochMillis << 16 | version | randomA, variant | randomB).toString();
    }

    /**
     * Returns the time that an id holds, in milliseconds since 1970-01-01T00:00Z.
     *
     * @throws IllegalArgumentException if it is no id
     */
    public static long millis(String id) {
        return UUID.fromString(id).getMostSignificantBits() >>> 16;
    }

    /** Says whether {@code text} has the form of an id, to the letter: some databases take a trailing blank for nothing. */
    public static boolean isId(String text) {
        return FORM.matcher(text).matches();
    }
}
