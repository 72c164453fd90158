package io.github.consentgrants.rest;

import io.github.consentgrants.store.ConsentGrantLedger;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorResponse;

/** The ledger of a request. */
final class Ledgers {
    private Ledgers() {}

    /** Returns it, or answers that there is none. */
    static ConsentGrantLedger require(KeycloakSession session) {
        @Nullable ConsentGrantLedger ledger = session.getProvider(ConsentGrantLedger.class);
        if (ledger == null) {
            throw ErrorResponse.error(
                    "No provider of consent-grant-ledger is in force: check the server options spi-consent-grant-ledger--*",
                    Response.Status.SERVICE_UNAVAILABLE);
        }
        return ledger;
    }
}
