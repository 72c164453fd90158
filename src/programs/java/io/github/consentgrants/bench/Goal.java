package io.github.consentgrants.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/** What a ratio, or a count, should be. */
public record Goal(Kind kind, double limit) {
    private enum Kind {
        AT_LEAST(">="),
        AT_MOST("<="),
        REPORTED("");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }
    }

    public static Goal atLeast(double limit) {
        return new Goal(Kind.AT_LEAST, limit);
    }

    public static Goal atMost(double limit) {
        return new Goal(Kind.AT_MOST, limit);
    }

    /** No goal: the value is reported. */
    public static Goal reported() {
        return new Goal(Kind.REPORTED, 0);
    }

    /** Returns the limit; empty where there is none. */
    OptionalDouble limitIfAny() {
        return kind == Kind.REPORTED ? OptionalDouble.empty() : OptionalDouble.of(limit);
    }

    boolean isMetBy(double value) {
        return switch (kind) {
            case AT_LEAST -> value >= limit;
            case AT_MOST -> value <= limit;
            case REPORTED -> true;
        };
    }

    @Override
    public String toString() {
        return kind == Kind.REPORTED ? "" : String.format(Locale.ROOT, "%s %.2f", kind.sign, limit);
    }
}
