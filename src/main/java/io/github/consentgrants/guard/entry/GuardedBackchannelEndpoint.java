package io.github.consentgrants.guard.entry;

import io.github.consentgrants.gate.NonInteractiveGrantType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.ciba.endpoints.BackchannelAuthenticationEndpoint;
import org.keycloak.services.ErrorResponseException;

/**
 * Refuses a gated client before its user is asked (CIBA Core 13): the token endpoint would refuse the client in any
 * case, after the user was asked in vain.
 */
final class GuardedBackchannelEndpoint extends BackchannelAuthenticationEndpoint {
    private @Nullable ErrorResponseException refusal;

    GuardedBackchannelEndpoint(KeycloakSession session, EventBuilder event) {
        super(session, event);
    }

    @Override
    protected ClientModel authenticateClient() {
        ClientModel client = super.authenticateClient();
        refusal = EarlyRefusal.refuseIfGated(session, client, NonInteractiveGrantType.CIBA, event);
        if (refusal != null) {
            throw refusal;
        }
        return client;
    }

    /** Keycloak answers whatever is thrown while it authenticates the client as if that had failed, with 401. */
    @Override
    public Response processGrantRequest() {
        try {
            return super.processGrantRequest();
        } catch (ErrorResponseException e) {
            throw refusal == null ? e : refusal;
        }
    }
}
