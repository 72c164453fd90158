package io.github.consentgrants.display;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.consentgrants.grant.Digests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of a request, in the user's language. Its digest is bound. Digest and template are both made from the
 * JSON of its parts, so that nothing can be shown that is not digested; every text in it is made harmless there at the latest.
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
    private static final String DOMAIN = "consent-grants/display/v3";
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new ShownTexts());
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
     * Returns the digests of everything shown.
     *
     * @throws IllegalArgumentException if a text is not valid Unicode
     */
    public DisplayDigests digests() {
        List<String> texts = new ArrayList<>(List.of(title()));
        StringBuilder fingerprints = new StringBuilder();
        for (Part part : Part.values()) {
            String json = json(value(part));
            texts.add(json);
            fingerprints.append(Digests.sha256Hex(json), 0, DisplayDigests.FINGERPRINT);
        }
        return new DisplayDigests(Digests.sha256Hex(DOMAIN, texts), fingerprints.toString());
    }

    /** Returns the heading, which is the title of the window too. */
    public String title() {
        return SafeText.shown(wording.title());
    }

    /** Returns the value as nested maps and lists, for the template. */
    public Map<String, @Nullable Object> toModel() {
        return JSON.convertValue(this, MODEL);
    }

    private Object value(Part part) {
        return switch (part) {
            // Without the title: it has the client's name in it, and changes with that.
            case WORDING -> List.of(wording.locale(), wording.version());
            case CLIENT -> client;
            case ACCOUNT -> account;
            case REDIRECT -> redirect;
            case ACCESS -> access;
            case LIFETIME -> lifetime;
        };
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
