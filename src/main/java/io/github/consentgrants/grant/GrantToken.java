package io.github.consentgrants.grant;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token that names a grant between mint and consume: the grant's id, which is the row's key, and a secret of 256 bits, of
 * which only the hash is stored. Opaque to callers, who pass {@link #value()} on and never log it.
 */
public final class GrantToken {
    /** Length of a key of 256 bits in base64url. */
    public static final int KEY_LENGTH = 43;

    private static final Pattern FORM = Pattern.compile(
            "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])");
    private static final String DOMAIN = "consent-grants/token/v1";

    private final String grantId;
    private final byte[] secret;

    private GrantToken(String grantId, byte[] secret) {
        this.grantId = grantId;
        this.secret = secret;
    }

    /**
     * Returns the token of the grant {@code grantId} for whoever holds {@code key}: its secret is HMAC-SHA-256 of the id, so
     * that nothing has to be kept between mint and consume, and neither a database nor a session yields it.
     *
     * @param key at least 256 bits of a secure random source, in base64url; as secret as the token
     * @throws IllegalArgumentException if {@code grantId} is not a UUID in its canonical form, or the key is too short
     */
    public static GrantToken derived(String grantId, String key) {
        if (!UUID.fromString(grantId).toString().equals(grantId)) {
            throw new IllegalArgumentException("A grant id must be a UUID in lower case");
        }
        if (key.length() < KEY_LENGTH) {
            throw new IllegalArgumentException("A key must have at least 256 bits");
        }
        byte[] message = CanonicalEncoding.texts(DOMAIN, List.of(grantId));
        return new GrantToken(grantId, Digests.hmacSha256(key.getBytes(StandardCharsets.UTF_8), message));
    }

    /** Parses the text that {@link #value()} returns; empty for any other text, null and blank included. */
    public static Optional<GrantToken> parse(@Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        var matcher = FORM.matcher(value);
        return matcher.matches()
                ? Optional.of(
                        new GrantToken(matcher.group(1), Base64.getUrlDecoder().decode(matcher.group(2))))
                : Optional.empty();
    }

    /** Returns the id of the grant: no secret, fit for logs and events. */
    public String grantId() {
        return grantId;
    }

    /** Returns the secret form that {@link #parse} reads. Whoever holds it and meets the binding can spend the grant. */
    public String value() {
        return grantId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** Returns the hash of the secret, which is all that is stored of it: 64 lower-case hexadecimal digits. */
    public String secretHash() {
        return Digests.sha256Hex(secret);
    }

    /**
     * Returns a short keyed digest of every field of {@code binding}, to be stored beside the grant. Keyed with the secret,
     * so that the database alone does not give the values away to guessing.
     */
    public String fieldDigests(Binding binding) {
        return FieldDigests.of(secret, binding);
    }

    /** Names the fields in which {@code binding} differs from the one whose {@link #fieldDigests} were stored. */
    public Set<BindingField> differingFields(String storedFieldDigests, Binding binding) {
        return FieldDigests.differing(storedFieldDigests, FieldDigests.of(secret, binding));
    }

    /** Returns the id alone: the secret must not reach a log. */
    @Override
    public String toString() {
        return "GrantToken[" + grantId + "]";
    }
}
