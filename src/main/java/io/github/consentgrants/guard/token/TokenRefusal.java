package io.github.consentgrants.guard.token;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.NonInteractiveGrantType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * Refuses at an endpoint that answers the client itself: marks the transaction for rollback, so that nothing stays of what
 * Keycloak may have done for the tokens, records why, and makes the exception with the standard error.
 */
final class TokenRefusal {
    private static final Logger LOG = Logger.getLogger(TokenRefusal.class);

    private final KeycloakSession session;
    private final EventBuilder event;
    private final Cors cors;

    TokenRefusal(KeycloakSession session, EventBuilder event, Cors cors) {
        this.session = session;
        this.event = event;
        this.cors = cors;
    }

    /**
     * Returns the exception to throw.
     *
     * @param error the error code of the grant's specification (RFC 6749 5.2)
     * @param description for the developer of the client
     * @param reason for the event
     */
    RuntimeException refuse(String error, String description, String reason) {
        session.getTransactionManager().setRollbackOnly();
        ConsentAudit.tokenRefused(event.detail(Details.REASON, description), reason);
        return new CorsErrorResponseException(cors, error, description, Response.Status.BAD_REQUEST);
    }

    /** Returns the exception to throw where a grant type without a click is not allowed for a gated client. */
    RuntimeException refuseGrantType(String error) {
        return refuse(error, NonInteractiveGrantType.REFUSAL_DESCRIPTION, ConsentAudit.GRANT_TYPE_NOT_ALLOWED);
    }

    /** Returns the exception to throw where the store is missing or failed. */
    RuntimeException refuseUnavailable(String reason, @Nullable RuntimeException cause) {
        LOG.errorf(
                cause,
                "The consent grant store cannot be used (%s): a code of client '%s' in realm '%s' is refused. Check the database,"
                        + " the table CG_CONSENT_GRANT and the settings spi-consent-grant-store--*; the user has to sign in again",
                reason,
                session.getContext().getClient().getClientId(),
                session.getContext().getRealm().getName());
        session.getTransactionManager().setRollbackOnly();
        ConsentAudit.tokenRefused(event, reason);
        return new CorsErrorResponseException(
                cors,
                OAuthErrorException.TEMPORARILY_UNAVAILABLE,
                "The approval of this request cannot be checked at the moment",
                Response.Status.SERVICE_UNAVAILABLE);
    }
}
