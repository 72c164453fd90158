package io.github.consentgrants.guard.entry;

import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.startup.OwnFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProviderFactory;

/**
 * Makes the check that Keycloak's authorization endpoint calls for every request. This factory replaces none of
 * Keycloak's, so it also shows in the admin console's server info that the guard is in force.
 */
public final class AuthorizationRequestCheckFactory implements AuthorizationEndpointCheckProviderFactory, OwnFactory {
    private Map<String, String> operationalInfo = Map.of();

    @Override
    public AuthorizationEndpointCheckProvider create(KeycloakSession session) {
        return new AuthorizationRequestCheck(session);
    }

    @Override
    public String getId() {
        return ProviderIds.CHECK;
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
        GuardInForce.requireOnce(factory);
        List<String> unknown = new GuardInForce(factory).unknownGrantTypes();
        Map<String, String> info = new TreeMap<>(OwnFactory.super.getOperationalInfo());
        info.put("guard", "in force");
        info.put("unknown grant types", String.join(" ", unknown));
        operationalInfo = Map.copyOf(info);
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
