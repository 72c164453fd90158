package io.github.consentgrants.bench;

import java.util.Map;

/** One side of a comparison. */
@FunctionalInterface
public interface Subject {
    /** Does one round of work and returns what it measured: a value for each metric, by name. */
    Map<String, Double> round() throws Exception;
}
