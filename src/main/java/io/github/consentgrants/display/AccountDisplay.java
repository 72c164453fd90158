package io.github.consentgrants.display;

import org.jspecify.annotations.Nullable;

/**
 * Whose approval it is.
 *
 * @param username the user's name in this realm
 * @param fullName the user's own name, or null
 */
public record AccountDisplay(String username, @Nullable String fullName) {}
