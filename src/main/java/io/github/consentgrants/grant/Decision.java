package io.github.consentgrants.grant;

/** What a user decided about one page. */
public enum Decision {
    /** Authorized: there is a grant, used or not. */
    GRANTED,
    /** Denied: nothing can come of the page any more. */
    DENIED
}
