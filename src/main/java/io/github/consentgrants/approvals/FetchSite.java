package io.github.consentgrants.approvals;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Where a browser says that a post comes from (Fetch Metadata). Beside the token of the form: a browser that says nothing is older than the
 * header.
 */
final class FetchSite {
    private static final String HEADER = "Sec-Fetch-Site";
    private static final String OWN = "same-origin";

    private FetchSite() {}

    static boolean isOwn(KeycloakSession session) {
        @Nullable String site = session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HEADER);
        return site == null || site.equals(OWN);
    }
}
