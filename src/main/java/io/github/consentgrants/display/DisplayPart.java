package io.github.consentgrants.display;

/** The parts of the page, to say which of them has changed. */
public enum DisplayPart {
    /** The page's own texts or their language. */
    WORDING,
    /** The application. */
    CLIENT,
    /** The user's account. */
    ACCOUNT,
    /** Where the user is sent back to. */
    REDIRECT,
    /** What is asked for. */
    ACCESS,
    /** How long the approval or the access lasts. */
    LIFETIME
}
