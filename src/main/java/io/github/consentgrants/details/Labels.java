package io.github.consentgrants.details;

/** Texts of the page in the user's language: the login theme's messages, the realm's own ones first. */
@FunctionalInterface
public interface Labels {
    /**
     * Returns the text of a message key with its placeholders filled, or the key itself if there is no such message.
     *
     * @param key of the login theme's message bundle
     * @param arguments for the placeholders {@code {0}}, {@code {1}} …
     */
    String get(String key, Object... arguments);
}
