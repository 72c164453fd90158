package io.github.consentgrants.details;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Makes an {@link AuthorizationDetailsRenderer}. Its id is the type that it renders. */
public interface AuthorizationDetailsRendererFactory extends ProviderFactory<AuthorizationDetailsRenderer> {
    @Override
    default void init(Config.Scope config) {
        // Most renderers have no settings.
    }

    @Override
    default void postInit(KeycloakSessionFactory factory) {
        // Most renderers have nothing to prepare.
    }

    @Override
    default void close() {
        // Most factories hold nothing.
    }
}
