package io.github.consentgrants.display;

/**
 * The check box of a scope that the user may leave out.
 *
 * @param value what the form sends if it is checked
 * @param checked whether it is checked at first
 * @param offline whether it stands for access when the user is not there (OIDC Core 11)
 */
public record OptionDisplay(String value, boolean checked, boolean offline) {}
