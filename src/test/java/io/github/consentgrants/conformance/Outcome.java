package io.github.consentgrants.conformance;

/** How a check ended, the best first. */
enum Outcome {
    PASS,
    /** What the specification recommends, but does not demand, is missing. */
    WARNING,
    FAIL;

    static Outcome passIf(boolean holds) {
        return holds ? PASS : FAIL;
    }

    /** The outcome where the plan only warns. */
    static Outcome warnUnless(boolean holds) {
        return holds ? PASS : WARNING;
    }

    boolean isWorseThan(Outcome other) {
        return compareTo(other) > 0;
    }
}
