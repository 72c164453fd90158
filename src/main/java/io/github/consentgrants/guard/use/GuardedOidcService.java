package io.github.consentgrants.guard.use;

import io.github.consentgrants.guard.entry.GuardedAuthorizationEndpoint;
import jakarta.ws.rs.Path;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;

/** Keycloak's OIDC endpoints, with this extension's authorization endpoint, userinfo and token revocation. */
public final class GuardedOidcService extends OIDCLoginProtocolService {
    private final KeycloakSession session;
    private final EventBuilder event;

    public GuardedOidcService(KeycloakSession session, EventBuilder event) {
        super(session, event);
        this.session = session;
        this.event = event;
    }

    @Override
    @Path("auth")
    public Object auth() {
        return new GuardedAuthorizationEndpoint(session, event);
    }

    @Override
    @Path("userinfo")
    public Object issueUserInfo() {
        return new GuardedUserInfo(session);
    }

    @Override
    @Path("revoke")
    public Object revoke() {
        return new GuardedTokenRevocation(session, event);
    }
}
