package io.github.consentgrants.guard.use;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.token.TokenGrant;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.stream.Stream;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.endpoints.TokenRevocationEndpoint;
import org.keycloak.representations.AccessToken;

/** Keycloak's token revocation (RFC 7009), whose event names the grant of the token that a client revokes. */
public final class GuardedTokenRevocation extends TokenRevocationEndpoint {
    private final KeycloakSession session;
    private final EventBuilder event;

    GuardedTokenRevocation(KeycloakSession session, EventBuilder event) {
        super(session, event);
        this.session = session;
        this.event = event;
    }

    @Override
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_JSON)
    public Response revoke() {
        Stream.ofNullable(session.getContext()
                        .getHttpRequest()
                        .getDecodedFormParameters()
                        .getFirst(PARAM_TOKEN))
                .flatMap(token -> Stream.ofNullable(session.tokens().decode(token, AccessToken.class)))
                .flatMap(token -> TokenGrant.of(token).stream())
                .forEach(grant -> event.detail(ConsentAudit.GRANT_ID, grant.grantId()));
        return super.revoke();
    }
}
