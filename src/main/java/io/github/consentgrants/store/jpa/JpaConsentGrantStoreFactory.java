package io.github.consentgrants.store.jpa;

import io.github.consentgrants.store.ConsentGrantStore;
import io.github.consentgrants.store.ConsentGrantStoreFactory;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;

/** Makes the store {@value #PROVIDER_ID}, the default. */
public final class JpaConsentGrantStoreFactory implements ConsentGrantStoreFactory {
    /** Id of the provider in Keycloak's configuration. */
    public static final String PROVIDER_ID = "jpa";

    @Override
    public ConsentGrantStore create(KeycloakSession session) {
        return new JpaConsentGrantStore(
                session.getProvider(JpaConnectionProvider.class).getEntityManager(), Time::currentTimeMillis);
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

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class);
    }
}
