package io.github.consentgrants.display;

import io.github.consentgrants.details.RenderedDetails;
import java.util.List;

/**
 * What is asked for.
 *
 * @param scopes the client scopes that are to be shown, in the order of the page
 * @param more what scopes that are not to be shown, and the client's own mappers, release
 * @param claims what the {@code claims} parameter asks for (OIDC Core 5.5)
 * @param details the authorization details (RFC 9396)
 * @param resources the resource servers that were named (RFC 8707)
 * @param offline whether access goes on when the user is not there (OIDC Core 11)
 * @param mappers digest of all protocol mappers; not shown, but a mapper that releases something else is another access
 */
public record AccessDisplay(
        List<ScopeDisplay> scopes,
        List<ClaimDisplay> more,
        List<String> claims,
        List<RenderedDetails> details,
        List<String> resources,
        boolean offline,
        String mappers) {
    public AccessDisplay {
        scopes = List.copyOf(scopes);
        more = List.copyOf(more);
        claims = List.copyOf(claims);
        details = List.copyOf(details);
        resources = List.copyOf(resources);
    }
}
