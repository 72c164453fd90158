package io.github.consentgrants.guard.token;

import io.github.consentgrants.gate.ConsentAction;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.client.ClientAssertionState;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.grants.JWTAuthorizationGrantType;

/** Keycloak's JWT bearer grant type, for which a user with any action is not fully set up. */
final class GuardedJwtGrantType extends JWTAuthorizationGrantType {
    @Override
    protected @Nullable UserModel lookupUserByFederatedIdentity(
            FederatedIdentityModel identity, ClientAssertionState assertion) {
        @Nullable UserModel user = super.lookupUserByFederatedIdentity(identity, assertion);
        if (user != null) {
            ConsentAction.takeOff(realm, user);
        }
        return user;
    }
}
