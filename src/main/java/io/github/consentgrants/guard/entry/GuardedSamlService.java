package io.github.consentgrants.guard.entry;

import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.RequestOrigin;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.saml.SamlService;
import org.keycloak.protocol.saml.profile.ecp.SamlEcpProfileService;
import org.keycloak.saml.validators.DestinationValidator;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's SAML endpoint, which marks the tabs that it opens for gated clients, and answers NoPassive (SAML Core
 * 3.2.2.2) where nobody could be asked: Keycloak would answer a passive request, and a request of the enhanced client
 * profile (SAML Profiles 4.2), with a protocol object that it makes itself, past the login protocol in force.
 */
public final class GuardedSamlService extends SamlService {
    private final long maxInflatingSize;
    private final DestinationValidator destinations;

    public GuardedSamlService(
            KeycloakSession session, EventBuilder event, long maxInflatingSize, DestinationValidator destinations) {
        super(session, event, maxInflatingSize, destinations);
        this.maxInflatingSize = maxInflatingSize;
        this.destinations = destinations;
    }

    @Override
    protected Response handleBrowserAuthenticationRequest(
            AuthenticationSessionModel authSession,
            LoginProtocol protocol,
            boolean isPassive,
            boolean redirectToAuthentication) {
        return open(
                event,
                authSession,
                protocol,
                isPassive,
                () -> super.handleBrowserAuthenticationRequest(
                        authSession, protocol, isPassive, redirectToAuthentication));
    }

    /** Another identity provider can begin a sign-in in the name of the service provider too (SAMLEndpoint). */
    @Override
    public @Nullable AuthenticationSessionModel getOrCreateLoginSessionForIdpInitiatedSso(
            KeycloakSession session, RealmModel realm, ClientModel client, @Nullable String relayState) {
        @Nullable AuthenticationSessionModel authSession =
                super.getOrCreateLoginSessionForIdpInitiatedSso(session, realm, client, relayState);
        if (authSession != null && Gate.of(authSession).isPresent()) {
            RequestOrigin.markSaml(authSession);
        }
        return authSession;
    }

    @Override
    public Response soapBinding(InputStream message) {
        return new EnhancedClient(session, event, maxInflatingSize, destinations).authenticate(message);
    }

    private static Response open(
            EventBuilder event,
            AuthenticationSessionModel authSession,
            LoginProtocol protocol,
            boolean isPassive,
            Supplier<Response> stock) {
        if (Gate.of(authSession).isEmpty()) {
            return stock.get();
        }
        if (isPassive) {
            event.client(authSession.getClient())
                    .detail(Details.REASON, AuthorizationRequestCheck.EACH_REQUEST)
                    .error(AuthorizationRequestCheck.CONSENT_REQUIRED);
            return protocol.sendError(authSession, LoginProtocol.Error.PASSIVE_INTERACTION_REQUIRED, null);
        }
        RequestOrigin.markSaml(authSession);
        return stock.get();
    }

    /** Its requests are passive by definition; its protocol answers with SOAP. */
    private static final class EnhancedClient extends SamlEcpProfileService {
        EnhancedClient(
                KeycloakSession session, EventBuilder event, long maxInflatingSize, DestinationValidator destinations) {
            super(session, event, maxInflatingSize, destinations);
        }

        @Override
        protected Response handleBrowserAuthenticationRequest(
                AuthenticationSessionModel authSession,
                LoginProtocol protocol,
                boolean isPassive,
                boolean redirectToAuthentication) {
            return open(
                    event,
                    authSession,
                    protocol,
                    isPassive,
                    () -> super.handleBrowserAuthenticationRequest(
                            authSession, protocol, isPassive, redirectToAuthentication));
        }
    }
}
