package io.github.consentgrants.guard;

import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProviderFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/**
 * Makes the check that Keycloak's authorization endpoint calls for every request. Being nobody's replacement, this factory also
 * checks at the start that the guard's replacements are in force, and shows it in the admin console's server info.
 */
public final class AuthorizationRequestCheckFactory
        implements AuthorizationEndpointCheckProviderFactory, ServerInfoAwareProviderFactory {
    private static final String PROVIDER_ID = "consent-grant";

    private Map<String, String> operationalInfo = Map.of();

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
        GuardInForce guard = new GuardInForce(factory);
        guard.require();
        operationalInfo =
                Map.of("guard", "in force", "unknown grant types", String.join(" ", guard.unknownGrantTypes()));
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return operationalInfo;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
