package io.github.consentgrants.display;

/**
 * Where the user is sent back to.
 *
 * @param kind what is there
 * @param host host and port, in ASCII (internationalized names as {@code xn--…}); the scheme for an app; the whole address
 *     if it has neither
 */
public record RedirectDisplay(Kind kind, String host) {
    /** What is at the address. */
    public enum Kind {
        /** A web site over https. */
        WEB,
        /** A web site over http: whoever is on the way can read along. */
        INSECURE,
        /** A program on the user's own device, by a loopback address (RFC 8252 7.3). */
        DEVICE,
        /** An app on the user's own device, by a scheme of its own (RFC 8252 7.1). */
        APP
    }
}
