package io.github.consentgrants.display;

import org.jspecify.annotations.Nullable;

/**
 * One piece of information about the user.
 *
 * @param label the claim in words, or its name
 * @param value the user's own current value, or null if it is not shown
 */
public record ClaimDisplay(String label, @Nullable String value) {}
