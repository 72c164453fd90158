package io.github.consentgrants.guard.code;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.startup.OwnFactory;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.docker.DockerAuthV2Protocol;
import org.keycloak.protocol.docker.DockerAuthV2ProtocolFactory;
import org.keycloak.protocol.docker.DockerV2LoginProtocolService;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Puts the guard in the place of Keycloak's docker protocol (a feature that is off by default): the registry's client brings the
 * user's password, and shows no page. A gated client is refused, before the password is looked at, and where the token would be
 * made.
 */
public final class GuardedDockerProtocolFactory extends DockerAuthV2ProtocolFactory implements OwnFactory {
    private static final String DESCRIPTION = "The user cannot be asked in this protocol";

    @Override
    public LoginProtocol create(KeycloakSession session) {
        return new Protocol(session).setSession(session);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        GuardInForce.requireOnce(factory);
    }

    @Override
    public Object createProtocolEndpoint(KeycloakSession session, EventBuilder event) {
        return new Endpoint(session, event);
    }

    @Override
    public int order() {
        return super.order() + 1;
    }

    private static ErrorResponseException refusal() {
        return new ErrorResponseException(OAuthErrorException.ACCESS_DENIED, DESCRIPTION, Response.Status.FORBIDDEN);
    }

    private static final class Protocol extends DockerAuthV2Protocol {
        private final KeycloakSession session;

        Protocol(KeycloakSession session) {
            this.session = session;
        }

        @Override
        public Response authenticated(
                AuthenticationSessionModel authSession,
                UserSessionModel userSession,
                ClientSessionContext clientSessionCtx) {
            if (Gate.of(authSession).isPresent()) {
                BeforeAnswer.undo(session, authSession, userSession);
                throw refusal();
            }
            return super.authenticated(authSession, userSession, clientSessionCtx);
        }
    }

    /** Keycloak takes any client for a registry, whichever protocol it has. */
    private static final class Endpoint extends DockerV2LoginProtocolService {
        private final KeycloakSession session;
        private final EventBuilder event;

        Endpoint(KeycloakSession session, EventBuilder event) {
            super(session, event);
            this.session = session;
            this.event = event;
        }

        @Override
        public Object auth() {
            KeycloakContext context = session.getContext();
            @Nullable String service = context.getUri().getQueryParameters().getFirst(DockerAuthV2Protocol.SERVICE_PARAM);
            @Nullable ClientModel client = service == null ? null : context.getRealm().getClientByClientId(service);
            if (client != null && Gate.of(context.getRealm(), client).isPresent()) {
                ConsentAudit.tokenRefused(event.event(EventType.LOGIN).client(client), ConsentAudit.NO_PAGE);
                throw refusal();
            }
            return super.auth();
        }
    }
}
