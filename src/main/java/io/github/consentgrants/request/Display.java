package io.github.consentgrants.request;

import io.github.consentgrants.grant.Digests;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of a request, in the user's language. Its digest is bound, so that what is approved is what was seen.
 *
 * @param locale language tag of the texts
 * @param clientName the client's name, or its id if it has none
 * @param clientId {@code client_id}
 * @param logoUri http(s) address of the client's logo, or null
 * @param policyUri http(s) address of the client's privacy policy, or null
 * @param termsUri http(s) address of the client's terms of service, or null
 * @param accountName the user's name in this realm
 * @param accountFullName the user's own name, or null
 * @param scopes the consent text of each client scope that is asked for, in the order of the page
 * @param redirectHost where the user returns to: the host of the redirect URI, or the whole of it if it has no host
 * @param validSeconds how long the approval can be used after the click
 */
public record Display(
        String locale,
        String clientName,
        String clientId,
        @Nullable String logoUri,
        @Nullable String policyUri,
        @Nullable String termsUri,
        String accountName,
        @Nullable String accountFullName,
        List<String> scopes,
        String redirectHost,
        long validSeconds) {
    private static final String DOMAIN = "consent-grants/display/v1";

    public Display {
        scopes = List.copyOf(scopes);
    }

    /** Returns the SHA-256 of everything shown, 64 lower-case hexadecimal digits. */
    public String digest() {
        List<@Nullable String> texts = new ArrayList<>();
        texts.add(locale);
        texts.add(clientName);
        texts.add(clientId);
        texts.add(logoUri);
        texts.add(policyUri);
        texts.add(termsUri);
        texts.add(accountName);
        texts.add(accountFullName);
        texts.add(redirectHost);
        texts.add(Long.toString(validSeconds));
        texts.addAll(scopes);
        return Digests.sha256Hex(DOMAIN, texts);
    }
}
