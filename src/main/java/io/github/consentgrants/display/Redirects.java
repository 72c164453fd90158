package io.github.consentgrants.display;

import io.github.consentgrants.display.RedirectDisplay.Kind;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says where a redirect URI leads. Hosts are shown in ASCII only: the letters of one script imitate those of another, and what
 * comes after {@code xn--} imitates nothing.
 */
final class Redirects {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private Redirects() {}

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

    /** A host that java.net.URI does not know as one, such as one with letters beyond ASCII; never what comes before an @. */
    private static String authority(URI uri) {
        String authority = uri.getAuthority() == null ? uri.toString() : uri.getAuthority();
        return ascii(authority.substring(authority.lastIndexOf('@') + 1));
    }

    private static String ascii(String host) {
        return SafeText.of(IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
    }
}
