package io.github.consentgrants.details;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AuthorizationDetailsJSONRepresentation;
import org.keycloak.util.JsonSerialization;

/** Renders the parameter {@code authorization_details} (RFC 9396 2) of a request. */
public final class AuthorizationDetailsRendering {
    /** How many details one request may have. */
    public static final int MAX_DETAILS = 20;

    private AuthorizationDetailsRendering() {}

    /**
     * Renders every detail, a type without a renderer field by field.
     *
     * @param parameter as it was sent, or null
     * @throws IllegalArgumentException if it is not valid, or cannot be shown completely
     */
    public static List<RenderedDetails> render(KeycloakSession session, @Nullable String parameter, Labels labels) {
        return parse(parameter).stream()
                .map(details -> {
                    AuthorizationDetailsRenderer renderer = renderer(session, details);
                    return renderer == null
                            ? GenericRenderer.render(details, labels)
                            : renderer.render(details, labels);
                })
                .toList();
    }

    /**
     * Makes sure that the user can be shown what is asked for.
     *
     * @param knownOnly whether a type without a renderer is refused
     * @throws IllegalArgumentException if not, with the reason for the client
     */
    public static void check(KeycloakSession session, @Nullable String parameter, boolean knownOnly) {
        for (AuthorizationDetailsJSONRepresentation details : parse(parameter)) {
            if (knownOnly && renderer(session, details) == null) {
                throw new IllegalArgumentException("The type of the authorization details cannot be shown to the user");
            }
        }
        // The words do not matter here, only that there are some.
        render(session, parameter, (key, arguments) -> key);
    }

    /** Uses Keycloak's own parser, so that the page shows what its processors get. */
    private static List<AuthorizationDetailsJSONRepresentation> parse(@Nullable String parameter) {
        if (parameter == null) {
            return List.of();
        }
        try {
            List<AuthorizationDetailsJSONRepresentation> details =
                    JsonSerialization.readValue(parameter, new TypeReference<>() {});
            boolean valid = details != null
                    && details.size() <= MAX_DETAILS
                    && details.stream().allMatch(detail -> detail != null && detail.getType() != null);
            if (valid) {
                return details;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("authorization_details is not valid JSON", e);
        }
        throw new IllegalArgumentException("authorization_details is not a list of objects with a type, or too long");
    }

    private static @Nullable AuthorizationDetailsRenderer renderer(
            KeycloakSession session, AuthorizationDetailsJSONRepresentation details) {
        return session.getProvider(AuthorizationDetailsRenderer.class, details.getType());
    }
}
