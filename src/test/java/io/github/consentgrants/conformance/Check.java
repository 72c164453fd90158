package io.github.consentgrants.conformance;

/**
 * One check.
 *
 * @param id of the module in the plan
 * @param body what it does at a provider
 */
record Check(String id, Body body) {
    /** The work of a check. */
    @FunctionalInterface
    interface Body {
        Outcome at(Provider provider) throws Exception;
    }

    /** Runs it. An answer that the check did not expect at all is a failure. */
    Outcome run(Provider provider) {
        try {
            return body.at(provider);
        } catch (Exception e) {
            System.out.println(id + " at " + provider.name() + ": " + e);
            return Outcome.FAIL;
        }
    }
}
