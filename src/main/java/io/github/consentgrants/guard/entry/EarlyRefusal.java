package io.github.consentgrants.guard.entry;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.NonInteractiveGrantType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorResponseException;

/** Refuses where a grant type without a click begins, so that nobody waits for what the token endpoint will refuse. */
final class EarlyRefusal {
    private EarlyRefusal() {}

    /** Records the refusal and returns it, or null if the client may begin. */
    static @Nullable ErrorResponseException refuseIfGated(
            KeycloakSession session, ClientModel client, NonInteractiveGrantType grant, EventBuilder event) {
        if (!Gate.refuses(session.getContext().getRealm(), client, grant)) {
            return null;
        }
        ConsentAudit.tokenRefused(event.client(client), ConsentAudit.GRANT_TYPE_NOT_ALLOWED);
        return new ErrorResponseException(
                OAuthErrorException.UNAUTHORIZED_CLIENT,
                NonInteractiveGrantType.REFUSAL_DESCRIPTION,
                Response.Status.BAD_REQUEST);
    }
}
