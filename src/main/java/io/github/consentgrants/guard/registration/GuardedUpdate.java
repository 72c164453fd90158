package io.github.consentgrants.guard.registration;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.Gate;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.clientregistration.ClientRegistrationAuth;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;
import org.keycloak.services.clientregistration.ErrorCodes;

/**
 * What a client does to itself at a registration endpoint (RFC 7592): refused if it would take a gated client out of the gate,
 * make it something else to Keycloak, or let it come back without its switch.
 */
final class GuardedUpdate {
    private static final String DESCRIPTION = "The client must not change whether the user has to approve its requests";

    private GuardedUpdate() {}

    /** What decides whether, and by which guard, a client is gated. */
    private record Kind(@Nullable String protocol, boolean bearerOnly, boolean consentRequired) {
        static Kind of(ClientModel client) {
            return new Kind(client.getProtocol(), client.isBearerOnly(), client.isConsentRequired());
        }

        boolean mayBecome(Kind other) {
            return new Kind(other.protocol, other.bearerOnly, consentRequired).equals(this)
                    && (other.consentRequired || !consentRequired);
        }
    }

    static ClientRepresentation run(
            ClientRegistrationProvider provider,
            KeycloakSession session,
            String clientId,
            Supplier<ClientRepresentation> update) {
        @Nullable ClientModel before = gated(session, clientId);
        @Nullable Kind kind = before == null ? null : Kind.of(before);
        ClientRepresentation updated = update.get();
        // An administrator may use the same endpoint, and may change it.
        if (kind != null && provider.getAuth().isRegistrationAccessToken() && !isKept(session, clientId, kind)) {
            session.getTransactionManager().setRollbackOnly();
            refuse(provider.getEvent());
            throw new ErrorResponseException(
                    ErrorCodes.INVALID_CLIENT_METADATA, DESCRIPTION, Response.Status.BAD_REQUEST);
        }
        return updated;
    }

    private static boolean isKept(KeycloakSession session, String clientId, Kind kind) {
        @Nullable ClientModel after = gated(session, clientId);
        return after != null && kind.mayBecome(Kind.of(after));
    }

    /** A client that comes back under its name may come back without the switch (RFC 7592 2.3 provides for 403). */
    static void requireMayLeave(ClientRegistrationProvider provider, KeycloakSession session, String clientId) {
        @Nullable ClientModel client = gated(session, clientId);
        ClientRegistrationAuth auth = provider.getAuth();
        // Reads the token, which Keycloak has not done yet.
        auth.resolveRegistrationAuth();
        if (client != null && client.isConsentRequired() && isItsOwn(auth, client)) {
            refuse(provider.getEvent().event(EventType.CLIENT_DELETE).client(clientId));
            throw new ErrorResponseException(OAuthErrorException.ACCESS_DENIED, DESCRIPTION, Response.Status.FORBIDDEN);
        }
    }

    /** Keycloak itself refuses any other token here. */
    private static boolean isItsOwn(ClientRegistrationAuth auth, ClientModel client) {
        return auth.isRegistrationAccessToken() && auth.getJwt().getId().equals(client.getRegistrationToken());
    }

    private static void refuse(EventBuilder event) {
        ConsentAudit.tokenRefused(event.detail(Details.REASON, DESCRIPTION), ConsentAudit.GATE_KEPT);
    }

    private static @Nullable ClientModel gated(KeycloakSession session, String clientId) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = realm.getClientByClientId(clientId);
        return client != null && Gate.of(realm, client).isPresent() ? client : null;
    }
}
