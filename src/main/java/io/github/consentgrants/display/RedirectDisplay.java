package io.github.consentgrants.display;

import io.github.consentgrants.display.RedirectDisplay.Kind;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the user is sent back to. Hosts are shown in ASCII only: the letters of one script imitate those of another, and what comes
 * after {@code xn--} imitates nothing.
 *
 * @param kind what is there
 * @param host host and port, in ASCII (internationalized names as {@code xn--…}); the scheme for an app; the whole address
 *     if it has neither; of another device the code that it shows
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
        APP,
        /** Nobody returns: another device waits, which shows the code (RFC 8628). */
        OTHER_DEVICE
    }

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    static RedirectDisplay ofRequest(DisplaySource source) {
        return source.userCode()
                .map(code -> new RedirectDisplay(Kind.OTHER_DEVICE, SafeText.of(code)))
                .orElseGet(() -> of(source.authSession().getRedirectUri()));
    }

    static RedirectDisplay of(@Nullable String redirectUri) {
        if (redirectUri == null) {
            return new RedirectDisplay(Kind.APP, "");
        }
        try {
            URI uri = new URI(redirectUri);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return switch (scheme) {
                case "https" -> web(uri, Kind.WEB);
                case "http" -> web(uri, Kind.INSECURE);
                case "" -> new RedirectDisplay(Kind.APP, SafeText.of(redirectUri));
                default -> new RedirectDisplay(Kind.APP, SafeText.of(scheme));
            };
        } catch (URISyntaxException | IllegalArgumentException e) {
            return new RedirectDisplay(Kind.APP, SafeText.of(redirectUri));
        }
    }

    private static RedirectDisplay web(URI uri, Kind kind) {
        String host = uri.getHost() == null ? authority(uri) : ascii(uri.getHost());
        boolean loopback = LOOPBACK.contains(host);
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new RedirectDisplay(loopback ? Kind.DEVICE : kind, host + port);
    }

    /**
     * Returns a host that java.net.URI does not recognize, such as one with letters beyond ASCII; never the part before
     * an @.
     */
    private static String authority(URI uri) {
        String authority = uri.getAuthority() == null ? uri.toString() : uri.getAuthority();
        return ascii(authority.substring(authority.lastIndexOf('@') + 1));
    }

    private static String ascii(String host) {
        return SafeText.of(IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
    }
}
