package io.github.consentgrants.bench;

/** A group of measurements on servers of its own, chosen by {@code -Dbench.only=<id>,…}. */
public interface Suite {
    String id();

    /** Starts what it needs, measures, adds what it measured to the report, and stops what it started. */
    void run(Settings settings, Report report) throws Exception;
}
