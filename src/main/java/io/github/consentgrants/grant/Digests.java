package io.github.consentgrants.grant;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The digests of the project. Hexadecimal in lower case, so that no database collation makes two of them equal. */
public final class Digests {
    private Digests() {}

    /** Returns the SHA-256 of {@code bytes} as 64 lower-case hexadecimal digits. */
    public static String sha256Hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Returns the SHA-256 of the UTF-8 bytes of {@code text} as 64 lower-case hexadecimal digits. */
    public static String sha256Hex(String text) {
        return sha256Hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the SHA-256 of a list of texts, encoded without ambiguity: absent and empty differ, and no text can reach into
     * its neighbour.
     *
     * @param domain says what is digested, so that digests for different purposes are never equal
     * @throws IllegalArgumentException if a text is not valid Unicode
     */
    public static String sha256Hex(String domain, List<@Nullable String> texts) {
        return sha256Hex(CanonicalEncoding.texts(domain, texts));
    }

    /** Compares in a time that does not depend on where the two differ. */
    public static boolean equal(String one, String other) {
        return equal(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    static boolean equal(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }

    static byte[] hmacSha256(byte[] key, byte[] message) {
        return hmacSha256(key).doFinal(message);
    }

    /** Returns the HMAC for any number of messages, one after the other: looking it up costs more than a short message. */
    static Mac hmacSha256(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
