package io.github.consentgrants.policy;

/** Whether a user is one of those who are asked. */
public enum Audience {
    /** Everybody is asked, or whom to ask cannot be read. */
    EVERYBODY,
    /** Some are, and the user is one of them. */
    ASKED,
    /** Some are, and the user is none of them. */
    NOT_ASKED
}
