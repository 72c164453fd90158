package io.github.consentgrants.guard.entry;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's authorization endpoint. Keycloak answers a passive request ({@code prompt=none}) with a login protocol that it makes itself;
 * here the one in force answers, which is the guard.
 */
public final class GuardedAuthorizationEndpoint extends AuthorizationEndpoint {
    public GuardedAuthorizationEndpoint(KeycloakSession session, EventBuilder event) {
        super(session, event);
    }

    @Override
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response buildPost() {
        return super.buildPost();
    }

    @Override
    @GET
    public Response buildGet() {
        return super.buildGet();
    }

    @Override
    protected Response handleBrowserAuthenticationRequest(
            AuthenticationSessionModel authSession,
            LoginProtocol protocol,
            boolean isPassive,
            boolean redirectToAuthentication) {
        if (!isPassive) {
            return super.handleBrowserAuthenticationRequest(authSession, protocol, false, redirectToAuthentication);
        }
        try {
            return super.handleBrowserAuthenticationRequest(authSession, inForce(), true, redirectToAuthentication);
        } catch (AuthenticationFlowException refusal) {
            // The guard has marked the transaction for rollback. Keycloak itself catches nothing here.
            @Nullable Response page = refusal.getResponse();
            if (page == null) {
                throw refusal;
            }
            return page;
        }
    }

    private LoginProtocol inForce() {
        return session.getProvider(LoginProtocol.class, OIDCLoginProtocol.LOGIN_PROTOCOL)
                .setRealm(realm)
                .setHttpHeaders(headers)
                .setUriInfo(session.getContext().getUri())
                .setEventBuilder(event);
    }
}
