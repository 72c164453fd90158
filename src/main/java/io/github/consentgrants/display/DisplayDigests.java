package io.github.consentgrants.display;

import java.util.EnumSet;
import java.util.Set;

/**
 * The digests of a {@link Display}, made together, because writing the JSON is their main cost.
 *
 * @param whole SHA-256 of everything shown, 64 lower-case hexadecimal digits
 * @param fingerprints a short digest of each part, in their order, to say later which of them has changed
 */
public record DisplayDigests(String whole, String fingerprints) {
    static final int FINGERPRINT = 8;

    /** Names the parts that are not as they were in the display that had these fingerprints. */
    public Set<DisplayPart> changedSince(String before) {
        Set<DisplayPart> changed = EnumSet.noneOf(DisplayPart.class);
        int at = 0;
        for (DisplayPart part : DisplayPart.values()) {
            if (!fingerprints.regionMatches(at, before, at, FINGERPRINT)) {
                changed.add(part);
            }
            at += FINGERPRINT;
        }
        return changed;
    }
}
