package io.github.consentgrants.details;

import org.keycloak.representations.AuthorizationDetailsJSONRepresentation;

/** Shows a type that nobody renders: every field as it was sent. */
final class GenericRenderer {
    private GenericRenderer() {}

    static RenderedDetails render(AuthorizationDetailsJSONRepresentation details, Labels labels) {
        return new RenderedDetails(
                labels.get("consentGrantDetails.title", details.getType()), new DetailsReader(details).rest(labels));
    }
}
