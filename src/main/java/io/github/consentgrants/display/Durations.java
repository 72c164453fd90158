package io.github.consentgrants.display;

import io.github.consentgrants.details.Labels;
import java.util.List;

/** Durations in words, in the largest unit that they are a multiple of: exact, and short for the usual settings. */
final class Durations {
    private static final List<Unit> UNITS = List.of(
            new Unit("days", 86_400), new Unit("hours", 3_600), new Unit("minutes", 60), new Unit("seconds", 1));

    private Durations() {}

    static String inWords(long seconds, Labels labels) {
        return UNITS.stream()
                .filter(unit -> seconds % unit.seconds() == 0)
                .findFirst()
                .map(unit -> labels.get("consentGrantDuration." + unit.name(), seconds / unit.seconds()))
                .orElseThrow();
    }

    private record Unit(String name, long seconds) {}
}
