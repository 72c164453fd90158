package io.github.consentgrants.display;

import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.BrowserSecurityHeaders;
import org.keycloak.models.KeycloakSession;

/**
 * The realm's browser security headers, but never framed (RFC 9700 4.16): a page on which a click authorizes must not
 * be put under another site's buttons, however lax the realm is for its other pages. The page's own style sheets, which
 * keep anything from deciding too early, are allowed however strict the realm is.
 */
public final class PageHeaders {
    private static final String NOT_FRAMED = "DENY";
    private static final int MAX_POLICIES = 100;
    private static final Map<String, String> POLICIES = new ConcurrentHashMap<>();

    private PageHeaders() {}

    /** Returns the page with its headers. */
    public static Response add(KeycloakSession session, Response page) {
        Map<String, String> ofRealm = session.getContext().getRealm().getBrowserSecurityHeaders();
        Response.ResponseBuilder builder = Response.fromResponse(page);
        for (BrowserSecurityHeaders header : BrowserSecurityHeaders.values()) {
            String value = strict(header, ofRealm.getOrDefault(header.getKey(), header.getDefaultValue()));
            if (!value.isEmpty()) {
                builder.header(header.getHeaderName(), null).header(header.getHeaderName(), value);
            }
        }
        // Keycloak writes the realm's headers over those of a response, unless it is told not to.
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        return builder.build();
    }

    /** Parsed once for each policy, of which there are few; dropped when an administrator has tried many. */
    private static String policy(String ofRealm) {
        if (POLICIES.size() >= MAX_POLICIES) {
            POLICIES.clear();
        }
        return POLICIES.computeIfAbsent(ofRealm, policy -> ContentPolicy.ofPage(policy, PageStyles.digests()));
    }

    private static String strict(BrowserSecurityHeaders header, String ofRealm) {
        return switch (header) {
            case X_FRAME_OPTIONS -> NOT_FRAMED;
            case CONTENT_SECURITY_POLICY -> policy(ofRealm);
            default -> ofRealm;
        };
    }
}
