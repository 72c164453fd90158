package io.github.consentgrants.guard.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.protocol.oidc.utils.PkceUtils;

/**
 * Who presents a code, as far as that tells a retry from somebody else: the same client, with the same proof.
 *
 * @param clientUuid the client
 * @param isPublic whether the client has no credentials of its own
 * @param challenge of the code (RFC 7636), or null
 * @param method of the challenge, or null for plain
 * @param address the address that the request came from
 */
record CodePresenter(
        String clientUuid,
        boolean isPublic,
        @Nullable String challenge,
        @Nullable String method,
        String address) {
    private static final String CLIENT = "client";
    private static final String PUBLIC = "public";
    private static final String CHALLENGE = "challenge";
    private static final String METHOD = "method";
    private static final String ADDRESS = "address";

    /**
     * Says whether a second use comes from somebody else.
     *
     * <p>With PKCE the verifier tells: only whoever began the request has it. Without, a client that has authenticated is the same one, on
     * whichever of its nodes. Only where there is neither, the address has to tell.
     *
     * @param clientUuid the client that presents the code again
     * @param verifier its {@code code_verifier}
     * @param from the address that the request comes from
     */
    boolean isSomebodyElse(String clientUuid, @Nullable String verifier, String from) {
        if (!this.clientUuid.equals(clientUuid)) {
            return true;
        }
        if (challenge != null) {
            return verifier == null || !matches(challenge, verifier);
        }
        return isPublic && !address.equals(from);
    }

    private boolean matches(String expected, String verifier) {
        String computed =
                method == null || method.equals("plain") ? verifier : PkceUtils.encodeCodeChallenge(verifier, method);
        return computed != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), computed.getBytes(StandardCharsets.UTF_8));
    }

    Map<String, String> notes() {
        Map<String, String> notes = new HashMap<>();
        notes.put(CLIENT, clientUuid);
        notes.put(PUBLIC, Boolean.toString(isPublic));
        notes.put(ADDRESS, address);
        if (challenge != null) {
            notes.put(CHALLENGE, challenge);
        }
        if (method != null) {
            notes.put(METHOD, method);
        }
        return notes;
    }

    static CodePresenter of(Map<String, String> notes) {
        return new CodePresenter(
                Objects.requireNonNullElse(notes.get(CLIENT), ""),
                Boolean.parseBoolean(notes.get(PUBLIC)),
                notes.get(CHALLENGE),
                notes.get(METHOD),
                Objects.requireNonNullElse(notes.get(ADDRESS), ""));
    }
}
