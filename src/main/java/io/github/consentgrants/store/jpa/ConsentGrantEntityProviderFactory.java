package io.github.consentgrants.store.jpa;

import io.github.consentgrants.startup.OwnFactory;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Adds the project's entities and change sets to Keycloak's persistence unit. Liquibase keeps book of the change sets
 * in a table named after {@value #PROVIDER_ID}, so the id never changes.
 */
public final class ConsentGrantEntityProviderFactory implements JpaEntityProviderFactory, OwnFactory {
    static final String PROVIDER_ID = "consent-grants";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new ConsentGrantEntityProvider();
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

    @Override
    public String getId() {
        return PROVIDER_ID;
    }
}
