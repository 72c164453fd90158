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
 * What the page shows of a request, in the user's language. Its digest is bound. Digest and template are both made from
 * the JSON of its parts, so that nothing can be shown that is not digested. Every text is made harmless there at the
 * latest.
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
    private static final String DOMAIN = "consent-grants/display/v5";
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new ShownTexts());
    private static final TypeReference<Map<String, @Nullable Object>> MODEL = new TypeReference<>() {};

    /**
     * Makes the display of a request: the one place that says what is shown. It reads what Keycloak has in its caches anyway, and asks no
     * other system.
     *
     * @throws IllegalArgumentException if the request asks for something that cannot be shown completely
     */
    public static Display of(DisplaySource source) {
        Texts texts = Texts.of(source.session(), source.realm(), source.locale());
        AccessDisplay access = AccessDisplay.of(source, texts);
        ClientDisplay client = ClientDisplay.of(source.client(), texts);
        return new Display(
                WordingDisplay.of(texts, client),
                client,
                AccountDisplay.of(source.user()),
                RedirectDisplay.ofRequest(source),
                access,
                LifetimeDisplay.of(source, access.offline(), texts));
    }

    /**
     * Returns the digests of everything shown.
     *
     * @throws IllegalArgumentException if a text is not valid Unicode
     */
    public DisplayDigests digests() {
        List<String> digests = new ArrayList<>(List.of(title()));
        StringBuilder fingerprints = new StringBuilder();
        for (DisplayPart part : DisplayPart.values()) {
            String digest = Digests.sha256Hex(json(value(part)));
            digests.add(digest);
            fingerprints.append(digest, 0, DisplayDigests.FINGERPRINT);
        }
        return new DisplayDigests(Digests.sha256Hex(DOMAIN, digests), fingerprints.toString());
    }

    /** Returns the heading, which is the title of the window too. */
    public String title() {
        return SafeText.shown(wording.title());
    }

    /** Returns the value as nested maps and lists, for the template. */
    public Map<String, @Nullable Object> toModel() {
        return JSON.convertValue(this, MODEL);
    }

    private Object value(DisplayPart part) {
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
