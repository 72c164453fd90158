package io.github.consentgrants.guard.token;

import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.NonInteractiveGrantType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.clientpolicy.ClientPolicyException;

/**
 * A grant type of Keycloak's in which nobody clicks: refused where a gated client would get the tokens, or would be their
 * target, unless the realm allows this grant type.
 */
final class GuardedGrantType implements OAuth2GrantType {
    private final NonInteractiveGrantType grant;
    private final OAuth2GrantType stock;

    GuardedGrantType(NonInteractiveGrantType grant, OAuth2GrantType stock) {
        this.grant = grant;
        this.stock = stock;
    }

    @Override
    public Response process(Context context) {
        requireAllowed(context, context.getClient(), OAuthErrorException.UNAUTHORIZED_CLIENT);
        for (AffectedClient target : AffectedClient.of(grant, context)) {
            requireAllowed(context, target.client(), target.error());
        }
        UserOfGrant.takeActionOff(grant, context);
        ExchangedGrant.require(grant, context);
        Response response = stock.process(context);
        // A pre-authorized code names the client itself, and a ticket may come from a client that had to authenticate
        // first.
        requireAllowed(context, context.getSession().getContext().getClient(), OAuthErrorException.UNAUTHORIZED_CLIENT);
        return response;
    }

    private void requireAllowed(Context context, @Nullable ClientModel client, String error) {
        if (client != null && Gate.refuses(context.getRealm(), client, grant)) {
            throw new TokenRefusal(context.getSession(), context.getEvent(), context.getCors()).refuseGrantType(error);
        }
    }

    @Override
    public EventType getEventType() {
        return stock.getEventType();
    }

    @Override
    public Set<String> getSupportedMultivaluedRequestParameters() {
        return stock.getSupportedMultivaluedRequestParameters();
    }

    @Override
    public Set<String> getTokenParameterNames() {
        return stock.getTokenParameterNames();
    }

    @Override
    public void preProcess(KeycloakSession session, MultivaluedMap<String, String> form) throws ClientPolicyException {
        stock.preProcess(session, form);
    }

    @Override
    public boolean isTokenAllowed(KeycloakSession session, AccessToken token) {
        return stock.isTokenAllowed(session, token);
    }

    @Override
    public void close() {
        stock.close();
    }
}
