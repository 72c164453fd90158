package io.github.consentgrants.bench;

import java.util.List;

/** The values that the rounds of one subject gave for one metric. */
record Series(String name, List<Double> rounds) {
    Series {
        rounds = List.copyOf(rounds);
    }

    double min() {
        return rounds.stream().min(Double::compare).orElseThrow();
    }

    double max() {
        return rounds.stream().max(Double::compare).orElseThrow();
    }

    double median() {
        return Quantiles.of(rounds, 0.5);
    }
}
