package io.github.consentgrants.guard.token;

import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.NonInteractiveGrantType;
import org.keycloak.OAuthErrorException;
import org.keycloak.protocol.oidc.grants.PermissionGrantType;

/**
 * Keycloak's UMA grant type, which is asked before the client has authenticated, and which afterwards takes the client of a
 * {@code subject_token} for the one that asks (AuthenticationManager.verifyIdentityToken). In between it knows who asks.
 */
final class GuardedPermissionGrantType extends PermissionGrantType {
    @Override
    protected void checkClient() {
        super.checkClient();
        if (Gate.refuses(realm, client, NonInteractiveGrantType.UMA_TICKET)) {
            throw new TokenRefusal(session, event, cors).refuseGrantType(OAuthErrorException.UNAUTHORIZED_CLIENT);
        }
    }
}
