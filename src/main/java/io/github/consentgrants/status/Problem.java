package io.github.consentgrants.status;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Something that an operator should know of.
 *
 * @param code for programs; a code never changes its meaning
 * @param level how bad it is
 * @param meaning what it leads to
 * @param mend how to mend it
 */
public record Problem(String code, Level level, String meaning, String mend) {
    /** How bad something is. The order is from bad to good. */
    public enum Level {
        /** Users of gated clients cannot sign in, or the approval does not hold. */
        ERROR,
        /** Something is not as it was meant. */
        WARNING,
        /** Good to know. */
        INFO;

        /** Returns its name in the admin API. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Problem error(String code, String meaning, String mend) {
        return new Problem(code, Level.ERROR, meaning, mend);
    }

    static Problem warning(String code, String meaning, String mend) {
        return new Problem(code, Level.WARNING, meaning, mend);
    }

    static Problem info(String code, String meaning, String mend) {
        return new Problem(code, Level.INFO, meaning, mend);
    }
}
