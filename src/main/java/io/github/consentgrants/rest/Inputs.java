package io.github.consentgrants.rest;

import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.services.ErrorResponse;

/** What callers send. */
final class Inputs {
    /** Keycloak's columns for ids have no more. */
    private static final int LONGEST_ID = 255;

    private Inputs() {}

    /**
     * Checks an id that Keycloak, or a user storage, has given, which can be any text. A database refuses some characters.
     *
     * @throws IllegalArgumentException with a message for the caller if it cannot be one
     */
    static String id(String name, String id) {
        if (id.isBlank() || id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The parameter " + name + " is no id");
        }
        return id;
    }

    /** Reads an input. A wrong one, for which {@code read} throws IllegalArgumentException, is answered as Keycloak answers it. */
    static <T> T orBadRequest(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw ErrorResponse.error(String.valueOf(e.getMessage()), Response.Status.BAD_REQUEST);
        }
    }
}
