package io.github.consentgrants.rest;

import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.services.ErrorResponse;

/** What callers send. */
final class Inputs {
    private Inputs() {}

    /** Reads an input. A wrong one, for which {@code read} throws IllegalArgumentException, is answered as Keycloak answers it. */
    static <T> T orBadRequest(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw ErrorResponse.error(String.valueOf(e.getMessage()), Response.Status.BAD_REQUEST);
        }
    }
}
