package io.github.consentgrants.bench;

import java.util.Collection;

/** Quantiles of samples, interpolated between neighbours. */
public final class Quantiles {
    private Quantiles() {}

    /**
     * Returns the value below which the fraction {@code quantile} of the samples lies.
     *
     * @param samples at least one
     * @param quantile from 0 to 1
     */
    public static double of(Collection<? extends Number> samples, double quantile) {
        double[] sorted =
                samples.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        double position = quantile * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = (int) Math.ceil(position);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
