package io.github.consentgrants.display;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.consentgrants.grant.Digests;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of a request, in the user's language. Its digest is bound. Digest and template are both made from the
 * JSON of the whole value, so that nothing can be shown that is not digested.
 *
 * @param wording language and version of the page's own texts
 * @param client who asks
 * @param account whose approval it is
 * @param redirect where the user is sent back to
 * @param access what is asked for
 * @param lifetime for how long
 */
public record Display(
        WordingDisplay wording,
        ClientDisplay client,
        AccountDisplay account,
        RedirectDisplay redirect,
        AccessDisplay access,
        LifetimeDisplay lifetime) {
    private static final String DOMAIN = "consent-grants/display/v2";
    private static final int FINGERPRINT = 8;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, @Nullable Object>> MODEL = new TypeReference<>() {};

    /** The parts of the page, to say which of them has changed. */
    public enum Part {
        /** The page's own texts or their language. */
        WORDING,
        /** The application. */
        CLIENT,
        /** The user's account. */
        ACCOUNT,
        /** Where the user is sent back to. */
        REDIRECT,
        /** What is asked for. */
        ACCESS,
        /** How long the approval or the access lasts. */
        LIFETIME
    }

    /**
     * Returns the SHA-256 of everything shown, 64 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException if a text is not valid Unicode
     */
    public String digest() {
        return Digests.sha256Hex(DOMAIN, List.of(json(this)));
    }

    /** Returns a short digest of each part, for {@link #changedSince}. */
    public String fingerprints() {
        StringBuilder fingerprints = new StringBuilder();
        parts().values().forEach(part -> fingerprints.append(Digests.sha256Hex(json(part)), 0, FINGERPRINT));
        return fingerprints.toString();
    }

    /** Names the parts that are not as they were in the display that had these fingerprints. */
    public Set<Part> changedSince(String fingerprints) {
        String now = fingerprints();
        Set<Part> changed = EnumSet.noneOf(Part.class);
        int at = 0;
        for (Part part : parts().keySet()) {
            if (!now.regionMatches(at, fingerprints, at, FINGERPRINT)) {
                changed.add(part);
            }
            at += FINGERPRINT;
        }
        return changed;
    }

    /** Returns the value as nested maps and lists, for the template. */
    public Map<String, @Nullable Object> toModel() {
        return JSON.convertValue(this, MODEL);
    }

    private Map<Part, Object> parts() {
        Map<Part, Object> parts = new EnumMap<>(Part.class);
        // Without the title: it has the client's name in it, and changes with that.
        parts.put(Part.WORDING, List.of(wording.locale(), wording.version()));
        parts.put(Part.CLIENT, client);
        parts.put(Part.ACCOUNT, account);
        parts.put(Part.REDIRECT, redirect);
        parts.put(Part.ACCESS, access);
        parts.put(Part.LIFETIME, lifetime);
        return parts;
    }

    /** The order of a record's components is fixed, so equal values have equal JSON, and different ones different JSON. */
    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The display cannot be written", e);
        }
    }
}
