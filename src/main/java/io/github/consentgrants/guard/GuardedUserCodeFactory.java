package io.github.consentgrants.guard;

import org.keycloak.models.DefaultOAuth2DeviceUserCodeProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceUserCodeProvider;

/** Puts the guard where a device gets its code: Keycloak makes its device endpoint itself, past any provider. */
public final class GuardedUserCodeFactory extends DefaultOAuth2DeviceUserCodeProviderFactory {
    @Override
    public OAuth2DeviceUserCodeProvider create(KeycloakSession session) {
        return new GuardedUserCode(session);
    }

    @Override
    public int order() {
        return GuardedLoginProtocolFactory.BEFORE_STOCK;
    }
}
