package io.github.consentgrants.guard.entry;

import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.startup.OwnFactory;
import io.github.consentgrants.startup.ProviderOrder;
import org.keycloak.models.DefaultOAuth2DeviceUserCodeProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.OAuth2DeviceUserCodeProvider;

/** Puts the guard where a device gets its code: Keycloak makes its device endpoint itself, without a provider. */
public final class GuardedUserCodeFactory extends DefaultOAuth2DeviceUserCodeProviderFactory implements OwnFactory {
    @Override
    public OAuth2DeviceUserCodeProvider create(KeycloakSession session) {
        return new GuardedUserCode(session);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        GuardInForce.requireOnce(factory);
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_STOCK;
    }
}
