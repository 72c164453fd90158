package io.github.consentgrants.display;

import org.jspecify.annotations.Nullable;

/**
 * How long things last, in words.
 *
 * @param approval how long the approval can be used after the click
 * @param access how long the access lasts at most, or null if it lasts until the user takes it back, or cannot be told (SAML)
 * @param page how long the page can be answered; reloading it starts anew
 */
public record LifetimeDisplay(String approval, @Nullable String access, String page) {}
