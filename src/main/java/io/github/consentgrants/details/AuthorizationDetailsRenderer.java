package io.github.consentgrants.details;

import org.keycloak.provider.Provider;
import org.keycloak.representations.AuthorizationDetailsJSONRepresentation;

/**
 * Puts one type of authorization details (RFC 9396 2) into words for the consent page. The id of the provider is the type.
 *
 * <p>What is approved is what was seen, so a renderer leaves nothing out: it reads the fields that it knows with
 * {@link DetailsReader} and appends {@link DetailsReader#rest}. What cannot be shown completely must be refused.
 */
public interface AuthorizationDetailsRenderer extends Provider {
    /**
     * Renders one detail. Called each time the request is shown, answered and completed: it must give the same words for the
     * same details, and ask no other system.
     *
     * @param details as Keycloak parsed them and hands them to its processors; untrusted
     * @param labels texts in the user's language
     * @throws IllegalArgumentException if the details are not valid for their type or cannot be shown; the client is answered
     *     {@code invalid_authorization_details} (RFC 9396 5)
     */
    RenderedDetails render(AuthorizationDetailsJSONRepresentation details, Labels labels);
}
