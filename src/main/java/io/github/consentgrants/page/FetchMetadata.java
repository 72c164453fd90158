package io.github.consentgrants.page;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;

/**
 * What a browser says about where a request comes from (Fetch Metadata). An answer to a page is a navigation of the
 * window, from this origin: no fetch of a script, no frame, no other site. A header is absent in old browsers; a header
 * that is present must have exactly this value. Sec-Fetch-User is not checked: Safari does not send it. Origin says
 * nothing here: Keycloak's referrer policy makes it null.
 */
final class FetchMetadata {
    private static final Map<String, String> OF_AN_ANSWER =
            Map.of("Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document");

    private FetchMetadata() {}

    static boolean isAnswer(HttpHeaders headers) {
        return OF_AN_ANSWER.entrySet().stream().allMatch(header -> {
            String sent = headers.getHeaderString(header.getKey());
            return sent == null || header.getValue().equals(sent);
        });
    }
}
