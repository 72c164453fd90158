package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.grant.BrowserKey;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.request.BrowserCookies.Secret;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The secret of a tab. It is made from a key that the browser gets in the response to the sign-in. So only this browser
 * sees the page, answers it and finishes the request: whoever shares the authentication session (session fixation) can
 * neither carry the click away nor click instead. The token of a grant is made from the secret, and kept nowhere. A key
 * that was in the browser before is not trusted: someone else can have left it.
 */
final class BrowserSecret {
    private static final Logger LOG = Logger.getLogger(BrowserSecret.class);

    private BrowserSecret() {}

    /** Leaves a key in this browser, unless the tab has left one already, in whichever browser. */
    static void leave(ConsentRequest request, int maxAgeSeconds) {
        AuthenticationSessionModel tab = request.authSession();
        if (ConsentNotes.browser(tab) != null) {
            return;
        }
        BrowserCookies cookies = BrowserCookies.of(request.session());
        Optional<BrowserKey> ofSignOn = SignOn.credential(request).map(BrowserKey::of);
        BrowserKey key = ofSignOn.orElseGet(BrowserKey::random);
        if (ofSignOn.isPresent()) {
            cookies.leaveCommon(key, maxAgeSeconds);
        } else {
            cookies.leaveOwn(key, ordinal(tab), maxAgeSeconds);
        }
        cookies.expireEarlier();
        ConsentNotes.setBrowser(tab, cookies.secretOf(key, tab).hash());
    }

    /** Tabs of one browser that are signed in at the same time, each with a password, must not leave their keys in one place. */
    private static int ordinal(AuthenticationSessionModel tab) {
        List<String> tabs = tab.getParentSession().getAuthenticationSessions().keySet().stream()
                .sorted()
                .toList();
        return Math.max(tabs.indexOf(tab.getTabId()), 0);
    }

    /** Renews the key of the tab if this browser holds it. */
    static void renew(ConsentRequest request, int maxAgeSeconds) {
        key(request).ifPresent(key -> BrowserCookies.of(request.session()).renew(key, maxAgeSeconds));
    }

    /**
     * Makes sure that this is the browser in which the tab left its secret, and changes nothing of the tab if it is another.
     *
     * @throws RuntimeException a {@link Refusal} in another browser
     */
    static void require(ConsentRequest request) {
        if (key(request).isEmpty()) {
            warnOfLostCookies(request);
            throw Refusal.NOT_VALID.refuse(request, null, ConsentAudit.OTHER_BROWSER);
        }
    }

    /** Another browser is an attack, or a shared link; one that sends no key at all can also be behind a proxy that changes cookies. */
    private static void warnOfLostCookies(ConsentRequest request) {
        BrowserCookies cookies = BrowserCookies.of(request.session());
        if (cookies.keys().isEmpty()) {
            LOG.warnf(
                    "The browser sent none of the cookies %s back, so the request of client '%s' in realm '%s' is refused. If"
                            + " this happens to every user, a proxy changes the path, the name or the attributes of cookies (such as"
                            + " proxy_cookie_path), or does not tell Keycloak that the browser uses https (X-Forwarded-Proto)",
                    cookies.names(),
                    request.client().getClientId(),
                    request.realm().getName());
        }
    }

    /** Returns the hash of the tab's secret if this browser holds it, or null. */
    static @Nullable String hash(ConsentRequest request) {
        return secret(request).map(Secret::hash).orElse(null);
    }

    /** Returns the token of a page for this browser; nothing if it does not hold the tab's secret. */
    static Optional<GrantToken> token(ConsentRequest request, String pageId) {
        return secret(request).map(secret -> GrantToken.derived(pageId, secret.value()));
    }

    /** Expires the key of the tab, unless another tab still needs it. */
    static void expire(ConsentRequest request) {
        AuthenticationSessionModel ended = request.authSession();
        BrowserCookies cookies = BrowserCookies.of(request.session());
        key(request)
                .filter(key -> ended.getParentSession().getAuthenticationSessions().values().stream()
                        .noneMatch(tab -> !tab.getTabId().equals(ended.getTabId()) && isLeftBy(tab, key, cookies)))
                .ifPresent(cookies::expire);
    }

    /** Returns the key of this browser from which the tab's secret was made. */
    private static Optional<BrowserKey> key(ConsentRequest request) {
        BrowserCookies cookies = BrowserCookies.of(request.session());
        return cookies.keys().stream()
                .filter(key -> isLeftBy(request.authSession(), key, cookies))
                .findFirst();
    }

    private static Optional<Secret> secret(ConsentRequest request) {
        return key(request).map(key -> BrowserCookies.of(request.session()).secretOf(key, request.authSession()));
    }

    private static boolean isLeftBy(AuthenticationSessionModel tab, BrowserKey key, BrowserCookies cookies) {
        @Nullable String left = ConsentNotes.browser(tab);
        return left != null && Digests.equal(left, cookies.secretOf(key, tab).hash());
    }
}
