package io.github.consentgrants.gate;

/**
 * What a realm keeps of a decision beside its row.
 *
 * @param kept whether there is a record
 * @param browser whether address and user agent of the click are in it
 * @param claimValues whether the user's own values are in it, where the page showed them
 */
public record RecordSettings(boolean kept, boolean browser, boolean claimValues) {
    /** A proof that was not written cannot be written later, so there is a record; no more personal data than a proof needs. */
    static final RecordSettings STRICTEST = new RecordSettings(true, false, false);

    /** Returns the stricter value of each setting. */
    RecordSettings and(RecordSettings other) {
        return new RecordSettings(kept || other.kept, browser && other.browser, claimValues && other.claimValues);
    }
}
