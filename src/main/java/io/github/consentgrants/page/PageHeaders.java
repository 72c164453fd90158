package io.github.consentgrants.page;

import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.BrowserSecurityHeaders;
import org.keycloak.models.ContentSecurityPolicyBuilder;
import org.keycloak.models.KeycloakSession;

/**
 * The realm's browser security headers, but never framed (RFC 9700 4.16): a page on which a click authorizes must not be put
 * under another site's buttons, however lax the realm is for its other pages.
 */
final class PageHeaders {
    private static final String NOT_FRAMED = "DENY";
    private static final int MAX_POLICIES = 100;
    private static final Map<String, String> POLICIES = new ConcurrentHashMap<>();

    private PageHeaders() {}

    static Response add(KeycloakSession session, Response page) {
        // Keycloak writes the realm's headers over those of a response, unless it is told not to.
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        Map<String, String> ofRealm = session.getContext().getRealm().getBrowserSecurityHeaders();
        Response.ResponseBuilder builder = Response.fromResponse(page);
        for (BrowserSecurityHeaders header : BrowserSecurityHeaders.values()) {
            String value = strict(header, ofRealm.getOrDefault(header.getKey(), header.getDefaultValue()));
            if (!value.isEmpty()) {
                builder.header(header.getHeaderName(), null).header(header.getHeaderName(), value);
            }
        }
        return builder.build();
    }

    /** Parsed once for each policy, of which there are few; dropped when an administrator has tried many. */
    private static String notFramed(String policy) {
        if (POLICIES.size() >= MAX_POLICIES) {
            POLICIES.clear();
        }
        return POLICIES.computeIfAbsent(
                policy,
                ofRealm -> ContentSecurityPolicyBuilder.create(ofRealm)
                        .frameAncestors(ContentSecurityPolicyBuilder.DIRECTIVE_VALUE_NONE)
                        .build());
    }

    private static String strict(BrowserSecurityHeaders header, String ofRealm) {
        return switch (header) {
            case X_FRAME_OPTIONS -> NOT_FRAMED;
            case CONTENT_SECURITY_POLICY -> notFramed(ofRealm);
            default -> ofRealm;
        };
    }
}
