package io.github.consentgrants.request;

import io.github.consentgrants.grant.Digests;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * The secret that a page leaves in the browser that shows it, so that only this browser can finish the request: whoever
 * planted a session in it (session fixation) cannot carry the click away. Over https the cookie has the {@code __Host-}
 * prefix (RFC 6265bis 4.1.3.2), which no other host or path can overwrite; http, which Keycloak serves to localhost only,
 * has no such prefix.
 */
final class BrowserSecret {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private BrowserSecret() {}

    /** Sets a fresh secret for the page {@code pageId} and returns its hash. */
    static String set(KeycloakSession session, String pageId, int maxAgeSeconds) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        session.getContext().getHttpResponse().setCookieIfAbsent(cookie(session, pageId, secret, maxAgeSeconds));
        return Digests.sha256Hex(secret);
    }

    /** Lets the secret that this browser holds for the page live on, if it holds one. */
    static void renew(KeycloakSession session, String pageId, int maxAgeSeconds) {
        @Nullable String secret = presented(session, pageId);
        if (secret != null) {
            session.getContext().getHttpResponse().setCookieIfAbsent(cookie(session, pageId, secret, maxAgeSeconds));
        }
    }

    /** Returns the hash of the secret that this browser holds for the page, or null if it holds none. */
    static @Nullable String hash(KeycloakSession session, String pageId) {
        @Nullable String secret = presented(session, pageId);
        return secret == null ? null : Digests.sha256Hex(secret);
    }

    private static @Nullable String presented(KeycloakSession session, String pageId) {
        Cookie cookie = session.getContext()
                .getHttpRequest()
                .getHttpHeaders()
                .getCookies()
                .get(name(session, pageId));
        return cookie == null ? null : cookie.getValue();
    }

    static void expire(KeycloakSession session, String pageId) {
        session.getContext().getHttpResponse().setCookieIfAbsent(cookie(session, pageId, "", 0));
    }

    private static NewCookie cookie(KeycloakSession session, String pageId, String value, int maxAgeSeconds) {
        return new NewCookie.Builder(name(session, pageId))
                .value(value)
                .path("/")
                .maxAge(maxAgeSeconds)
                .httpOnly(true)
                .secure(isHttps(session))
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    private static String name(KeycloakSession session, String pageId) {
        return (isHttps(session) ? "__Host-" : "") + "consent-grant-" + pageId;
    }

    private static boolean isHttps(KeycloakSession session) {
        return "https".equals(session.getContext().getUri().getBaseUri().getScheme());
    }
}
