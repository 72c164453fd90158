package io.github.consentgrants.request;

import io.github.consentgrants.grant.BrowserKey;
import io.github.consentgrants.grant.Digests;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The keys in this browser: one cookie each, at most {@value #PLACES} for all realms and tabs, together less than 1,000
 * characters in a request. Each key has its own cookie, because two simultaneous responses that rewrote a common cookie
 * would lose a key. Over https the cookies have the {@code __Host-} prefix (RFC 6265bis 4.1.3.2), which no other host
 * or path can overwrite; http, which Keycloak serves to localhost only, has no such prefix.
 */
final class BrowserCookies {
    private static final int PLACES = 12;
    /**
     * If no place is free, one of this many oldest keys is replaced, so that simultaneous responses choose different
     * places.
     */
    private static final int REPLACEABLE = 4;

    private static final int MAX_EXPIRED_AT_ONCE = 8;
    private static final String NAME = "consent-grant-";
    private static final String SEPARATOR = ".";
    private static final int RADIX = 36;

    private final KeycloakSession session;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Set<String> written = new HashSet<>();

    private final Map<OfTab, Secret> secrets = new HashMap<>();

    private record Entry(BrowserKey key, long time) {}

    private record OfTab(BrowserKey key, String tabId) {}

    /** What a key and a tab make. */
    record Secret(String value, String hash) {
        /** Returns no part of it. */
        @Override
        public String toString() {
            return "Secret[secret]";
        }
    }

    private BrowserCookies(KeycloakSession session) {
        this.session = session;
    }

    /** Returns the keys that this browser presents, and those that this request has left in it since. */
    static BrowserCookies of(KeycloakSession session) {
        @Nullable BrowserCookies known = session.getAttribute(BrowserCookies.class.getName(), BrowserCookies.class);
        if (known != null) {
            return known;
        }
        BrowserCookies cookies = new BrowserCookies(session);
        Map<String, Cookie> presented = cookies.presented();
        cookies.places()
                .forEach(place -> Optional.ofNullable(presented.get(place))
                        .flatMap(cookie -> parse(cookie.getValue()))
                        .ifPresent(entry -> cookies.entries.put(place, entry)));
        session.setAttribute(BrowserCookies.class.getName(), cookies);
        return cookies;
    }

    List<BrowserKey> keys() {
        return entries.values().stream().map(Entry::key).toList();
    }

    /** Returns the names that the cookies of this request would have, for the log. */
    String names() {
        List<String> places = places();
        return places.get(0) + " to " + places.get(places.size() - 1);
    }

    /** Returns the secret that a key makes for a tab. It is made once for each request, which asks for it several times. */
    Secret secretOf(BrowserKey key, AuthenticationSessionModel tab) {
        return secrets.computeIfAbsent(new OfTab(key, tab.getTabId()), missing -> {
            String value =
                    key.secretOf(tab.getRealm().getId(), tab.getParentSession().getId(), tab.getTabId());
            return new Secret(value, Digests.sha256Hex(value));
        });
    }

    /** Leaves a key that other requests of this browser can leave at the same time: they all choose the same place. */
    void leaveCommon(BrowserKey key, int maxAgeSeconds) {
        put(placeOf(key).orElseGet(() -> byAge().get(0)), key, maxAgeSeconds);
    }

    /** Leaves a key of one tab: tabs that differ in their {@code ordinal} choose different places. */
    void leaveOwn(BrowserKey key, int ordinal, int maxAgeSeconds) {
        int choice = Math.max(PLACES - entries.size() - 1, REPLACEABLE);
        put(byAge().get(1 + ordinal % choice), key, maxAgeSeconds);
    }

    /** Renews the cookie of a key, unless this request has left it. */
    void renew(BrowserKey key, int maxAgeSeconds) {
        placeOf(key).filter(place -> !written.contains(place)).ifPresent(place -> put(place, key, maxAgeSeconds));
    }

    void expire(BrowserKey key) {
        placeOf(key).ifPresent(this::expire);
    }

    /** Expires the cookies of an earlier version, which had one for each tab. */
    void expireEarlier() {
        List<String> places = places();
        presented().keySet().stream()
                .filter(name -> name.startsWith(prefix()) && !places.contains(name))
                .limit(MAX_EXPIRED_AT_ONCE)
                .forEach(this::expire);
    }

    private Optional<String> placeOf(BrowserKey key) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().key().equals(key))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Free places first, then the others by the time of their last use, oldest first. */
    private List<String> byAge() {
        return places().stream()
                .sorted(Comparator.comparingLong(
                        place -> entries.containsKey(place) ? entries.get(place).time() : Long.MIN_VALUE))
                .toList();
    }

    private static Optional<Entry> parse(String value) {
        int end = value.indexOf(SEPARATOR);
        if (end < 0) {
            return Optional.empty();
        }
        try {
            long time = Long.parseLong(value.substring(end + 1), RADIX);
            return BrowserKey.parse(value.substring(0, end)).map(key -> new Entry(key, time));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void put(String place, BrowserKey key, int maxAgeSeconds) {
        Entry entry = new Entry(key, Time.currentTimeMillis());
        entries.put(place, entry);
        written.add(place);
        setCookie(place, key.value() + SEPARATOR + Long.toString(entry.time(), RADIX), maxAgeSeconds);
    }

    private void expire(String name) {
        entries.remove(name);
        setCookie(name, "", 0);
    }

    /** Lax: a request that another site started with a link must still lead to the page; a post from there has no cookie. */
    private void setCookie(String name, String value, int maxAgeSeconds) {
        NewCookie cookie = new NewCookie.Builder(name)
                .value(value)
                .path("/")
                .maxAge(maxAgeSeconds)
                .httpOnly(true)
                .secure(isHttps())
                .sameSite(NewCookie.SameSite.LAX)
                .build();
        session.getContext().getHttpResponse().setCookieIfAbsent(cookie);
    }

    private Map<String, Cookie> presented() {
        return session.getContext().getHttpRequest().getHttpHeaders().getCookies();
    }

    private List<String> places() {
        return IntStream.range(0, PLACES)
                .mapToObj(place -> prefix() + (char) ('a' + place))
                .toList();
    }

    private String prefix() {
        return (isHttps() ? "__Host-" : "") + NAME;
    }

    private boolean isHttps() {
        return "https".equals(session.getContext().getUri().getBaseUri().getScheme());
    }
}
