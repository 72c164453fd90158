package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.grant.GrantToken;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The secret that a tab leaves in the browser in which the user has just signed in, in that very response, so that only this
 * browser sees the page, answers it and finishes the request: whoever shares the authentication session (session fixation)
 * can neither carry the click away nor click instead. The token of a grant is made from it, and kept nowhere else. Over https the cookie has the {@code __Host-} prefix (RFC 6265bis
 * 4.1.3.2), which no other host or path can overwrite; http, which Keycloak serves to localhost only, has no such prefix.
 */
final class BrowserSecret {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private BrowserSecret() {}

    /** Leaves a secret in this browser, unless the tab has left one already, in whichever browser. */
    static void leave(ConsentRequest request, int maxAgeSeconds) {
        if (ConsentNotes.browser(request.authSession()) != null) {
            return;
        }
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        setCookie(request, secret, maxAgeSeconds);
        request.session().setAttribute(name(request), secret);
        ConsentNotes.setBrowser(request.authSession(), Digests.sha256Hex(secret));
    }

    /** Lets the secret that this browser holds live on, if it holds one. */
    static void renew(ConsentRequest request, int maxAgeSeconds) {
        @Nullable String secret = held(request);
        if (secret != null) {
            setCookie(request, secret, maxAgeSeconds);
        }
    }

    /**
     * Makes sure that this is the browser in which the tab left its secret, and changes nothing of the tab if it is another.
     *
     * @throws RuntimeException a {@link Refusal} in another browser
     */
    static void require(ConsentRequest request) {
        @Nullable String left = ConsentNotes.browser(request.authSession());
        @Nullable String held = hash(request);
        if (left == null || held == null || !Digests.equal(left, held)) {
            throw Refusal.NOT_VALID.of(request, null, ConsentAudit.OTHER_BROWSER);
        }
    }

    /** Returns the hash of the secret that this browser holds for the tab, or null if it holds none. */
    static @Nullable String hash(ConsentRequest request) {
        @Nullable String secret = held(request);
        return secret == null ? null : Digests.sha256Hex(secret);
    }

    /** Returns the token of a page for this browser; nothing if it holds no secret. */
    static Optional<GrantToken> token(ConsentRequest request, String pageId) {
        return Optional.ofNullable(held(request))
                .filter(secret -> secret.length() >= GrantToken.KEY_LENGTH)
                .map(secret -> GrantToken.derived(pageId, secret));
    }

    static void expire(ConsentRequest request) {
        setCookie(request, "", 0);
    }

    private static @Nullable String held(ConsentRequest request) {
        String name = name(request);
        @Nullable String known = request.session().getAttribute(name, String.class);
        if (known != null) {
            return known;
        }
        Cookie cookie = request.session()
                .getContext()
                .getHttpRequest()
                .getHttpHeaders()
                .getCookies()
                .get(name);
        if (cookie == null) {
            return null;
        }
        request.session().setAttribute(name, cookie.getValue());
        return cookie.getValue();
    }

    /** Lax: a request that another site started with a link must still lead to the page; a post from there has no cookie. */
    private static void setCookie(ConsentRequest request, String value, int maxAgeSeconds) {
        NewCookie cookie = new NewCookie.Builder(name(request))
                .value(value)
                .path("/")
                .maxAge(maxAgeSeconds)
                .httpOnly(true)
                .secure(isHttps(request.session()))
                .sameSite(NewCookie.SameSite.LAX)
                .build();
        request.session().getContext().getHttpResponse().setCookieIfAbsent(cookie);
    }

    private static String name(ConsentRequest request) {
        AuthenticationSessionModel tab = request.authSession();
        return (isHttps(request.session()) ? "__Host-" : "") + "consent-grant-" + tab.getTabId();
    }

    private static boolean isHttps(KeycloakSession session) {
        return "https".equals(session.getContext().getUri().getBaseUri().getScheme());
    }
}
