package io.github.consentgrants.guard;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.request.Gate;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.events.Details;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;
import org.keycloak.services.clientregistration.ErrorCodes;

/** An update that a client makes of itself: refused, and rolled back, if it would leave a gated client ungated. */
final class GuardedUpdate {
    private static final String DESCRIPTION = "The client must not change whether the user has to approve its requests";

    private GuardedUpdate() {}

    static ClientRepresentation run(
            ClientRegistrationProvider provider,
            KeycloakSession session,
            String clientId,
            Supplier<ClientRepresentation> update) {
        boolean gated = isGated(session, clientId);
        ClientRepresentation updated = update.get();
        // An administrator may use the same endpoint, and may change it.
        if (gated && provider.getAuth().isRegistrationAccessToken() && !isGated(session, clientId)) {
            session.getTransactionManager().setRollbackOnly();
            ConsentAudit.tokenRefused(provider.getEvent().detail(Details.REASON, DESCRIPTION), ConsentAudit.GATE_KEPT);
            throw new ErrorResponseException(
                    ErrorCodes.INVALID_CLIENT_METADATA, DESCRIPTION, Response.Status.BAD_REQUEST);
        }
        return updated;
    }

    private static boolean isGated(KeycloakSession session, String clientId) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = realm.getClientByClientId(clientId);
        return client != null && Gate.of(realm, client).isPresent();
    }
}
