/**
 * {@code mvn -Pbench}: what the store and a sign-in cost, as ratios to a baseline of the same run. A {@link
 * io.github.consentgrants.bench.Suite} prepares its servers and hands pairs of subjects to {@link
 * io.github.consentgrants.bench.Rounds}, which runs them in turns; the {@link io.github.consentgrants.bench.Report} prints
 * the table and writes the JSON.
 */
package io.github.consentgrants.bench;
