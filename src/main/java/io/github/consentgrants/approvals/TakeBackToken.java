package io.github.consentgrants.approvals;

import io.github.consentgrants.grant.Digests;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The hidden field that tells a post of our page from one of another site (OWASP, HMAC-based token pattern). It is good for one grant, in
 * one session, and is stored nowhere.
 */
final class TakeBackToken {
    private static final String DOMAIN = "consent-grants/take-back/v1";
    private static final String HMAC = "HmacSHA256";

    private TakeBackToken() {}

    /**
     * Returns the token.
     *
     * @param secret of the browser
     * @param sessionId of the user session
     * @param grantId what is taken back
     */
    static String of(String secret, String sessionId, String grantId) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            String message = Digests.sha256Hex(DOMAIN, List.of(sessionId, grantId));
            return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    /** Compares what was expected and what was sent. A browser without a token of its own matches nothing. */
    static boolean matches(@Nullable String expected, @Nullable String sent) {
        return expected != null && sent != null && Digests.equal(expected, sent);
    }
}
