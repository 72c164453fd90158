package io.github.consentgrants.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs two subjects in turns, so that whatever else the machine does meanwhile falls on both. Each round the other one
 * begins.
 */
public final class Rounds {
    private final Settings settings;
    private final Report report;

    public Rounds(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    /** A subject by the name that the report gives it. */
    public record Named(String name, Subject subject) {}

    /**
     * Measures {@code candidate} against {@code baseline} and reports the ratio of the medians for each metric.
     *
     * @param what is measured
     * @param goals of the ratios, by metric; a metric without one is not reported
     */
    public void compare(String what, Map<String, Goal> goals, Named baseline, Named candidate) throws Exception {
        report.say(what + ": " + candidate.name() + " against " + baseline.name());
        Map<String, List<Double>> base = new LinkedHashMap<>();
        Map<String, List<Double>> ours = new LinkedHashMap<>();
        for (int round = -settings.warmups(); round < settings.rounds(); round++) {
            boolean counts = round >= 0;
            if (round % 2 == 0) {
                measure(baseline, base, counts);
                measure(candidate, ours, counts);
            } else {
                measure(candidate, ours, counts);
                measure(baseline, base, counts);
            }
        }
        goals.forEach((metric, goal) -> report.add(
                what,
                metric,
                new Series(baseline.name(), base.get(metric)),
                new Series(candidate.name(), ours.get(metric)),
                goal));
    }

    private static void measure(Named named, Map<String, List<Double>> series, boolean counts) throws Exception {
        Map<String, Double> values = named.subject().round();
        if (counts) {
            values.forEach((metric, value) ->
                    series.computeIfAbsent(metric, missing -> new ArrayList<>()).add(value));
        }
    }
}
