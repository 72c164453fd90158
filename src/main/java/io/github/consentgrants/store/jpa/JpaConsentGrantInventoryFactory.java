package io.github.consentgrants.store.jpa;

import io.github.consentgrants.store.ConsentGrantInventory;
import io.github.consentgrants.store.ConsentGrantInventoryFactory;
import io.github.consentgrants.store.ConsentGrantStore;
import java.time.Duration;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;

/** Makes {@link JpaConsentGrantInventory}. */
public final class JpaConsentGrantInventoryFactory implements ConsentGrantInventoryFactory {
    private static final String PROVIDER_ID = "jpa";

    @Override
    public ConsentGrantInventory create(KeycloakSession session) {
        return new JpaConsentGrantInventory(
                session.getProvider(JpaConnectionProvider.class).getEntityManager(),
                interval(session.getKeycloakSessionFactory()));
    }

    private static Duration interval(KeycloakSessionFactory factory) {
        return factory.getProviderFactory(ConsentGrantStore.class, JpaConsentGrantStoreFactory.PROVIDER_ID)
                        instanceof JpaConsentGrantStoreFactory store
                ? store.sweepInterval()
                : Duration.ZERO;
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
