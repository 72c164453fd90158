package io.github.consentgrants.guard;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProviderFactory;

/** Makes the check that Keycloak's authorization endpoint calls for every request. */
public final class AuthorizationRequestCheckFactory implements AuthorizationEndpointCheckProviderFactory {
    private static final String PROVIDER_ID = "consent-grant";

    @Override
    public AuthorizationEndpointCheckProvider create(KeycloakSession session) {
        return new AuthorizationRequestCheck(session);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public boolean isSupported(Config.Scope config) {
        return true;
    }

    @Override
    public void init(Config.Scope config) {
        // No settings.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing to prepare.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
