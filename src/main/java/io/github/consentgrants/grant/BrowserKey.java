package io.github.consentgrants.grant;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The key that a browser keeps of one sign-in: 256 bits. The secrets of the tabs of that sign-in are made from the key. */
public final class BrowserKey {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");
    private static final String SIGN_ON_DOMAIN = "consent-grants/browser/v1";
    private static final String TAB_DOMAIN = "consent-grants/tab/v1";

    private final String value;

    private BrowserKey(String value) {
        this.value = value;
    }

    /** Returns a fresh key from a secure random source. */
    public static BrowserKey random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new BrowserKey(text(bytes));
    }

    /**
     * Returns the key that is derived from {@code credential}: the same key for each request that presents the
     * credential.
     *
     * @param credential what signed the user on; as secret as the key
     */
    public static BrowserKey of(String credential) {
        return new BrowserKey(text(hmac(credential, SIGN_ON_DOMAIN, List.of())));
    }

    /** Parses the text that {@link #value()} returns; empty for any other text. */
    public static Optional<BrowserKey> parse(String value) {
        return FORM.matcher(value).matches() ? Optional.of(new BrowserKey(value)) : Optional.empty();
    }

    /** Returns the secret of one tab, which tells nothing of the key or of another tab's secret. */
    public String secretOf(String realm, String rootSession, String tab) {
        return text(hmac(value, TAB_DOMAIN, List.of(realm, rootSession, tab)));
    }

    /** Returns the secret form that {@link #parse} reads. */
    public String value() {
        return value;
    }

    private static byte[] hmac(String key, String domain, List<@Nullable String> texts) {
        return Digests.hmacSha256(key.getBytes(StandardCharsets.UTF_8), CanonicalEncoding.texts(domain, texts));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BrowserKey key && Digests.equal(value, key.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Returns no part of the key, which must not reach a log. */
    @Override
    public String toString() {
        return "BrowserKey[secret]";
    }
}
