package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.grant.BrowserKey;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.grant.GrantToken;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The secret of a tab. It is made from a key that the browser gets in the response to the sign-in. So only this browser
 * sees the page, answers it and finishes the request: whoever shares the authentication session (session fixation) can
 * neither carry the click away nor click instead. The token of a grant is made from the secret, and kept nowhere. A key
 * that was in the browser before is not trusted: someone else can have left it.
 */
final class BrowserSecret {
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
        ConsentNotes.setBrowser(tab, hash(key, tab));
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
            throw Refusal.NOT_VALID.refuse(request, null, ConsentAudit.OTHER_BROWSER);
        }
    }

    /** Returns the hash of the tab's secret if this browser holds it, or null. */
    static @Nullable String hash(ConsentRequest request) {
        return key(request).map(key -> hash(key, request.authSession())).orElse(null);
    }

    /** Returns the token of a page for this browser; nothing if it does not hold the tab's secret. */
    static Optional<GrantToken> token(ConsentRequest request, String pageId) {
        return key(request).map(key -> GrantToken.derived(pageId, secret(key, request.authSession())));
    }

    /** Expires the key of the tab, unless another tab still needs it. */
    static void expire(ConsentRequest request) {
        AuthenticationSessionModel ended = request.authSession();
        key(request)
                .filter(key -> ended.getParentSession().getAuthenticationSessions().values().stream()
                        .noneMatch(tab -> !tab.getTabId().equals(ended.getTabId()) && isLeftBy(tab, key)))
                .ifPresent(BrowserCookies.of(request.session())::expire);
    }

    /** Returns the key of this browser from which the tab's secret was made. */
    private static Optional<BrowserKey> key(ConsentRequest request) {
        return BrowserCookies.of(request.session()).keys().stream()
                .filter(key -> isLeftBy(request.authSession(), key))
                .findFirst();
    }

    private static boolean isLeftBy(AuthenticationSessionModel tab, BrowserKey key) {
        @Nullable String left = ConsentNotes.browser(tab);
        return left != null && Digests.equal(left, hash(key, tab));
    }

    private static String hash(BrowserKey key, AuthenticationSessionModel tab) {
        return Digests.sha256Hex(secret(key, tab));
    }

    private static String secret(BrowserKey key, AuthenticationSessionModel tab) {
        return key.secretOf(tab.getRealm().getId(), tab.getParentSession().getId(), tab.getTabId());
    }
}
