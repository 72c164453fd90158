package io.github.consentgrants.store.jpa;

import io.github.consentgrants.store.WrittenConsents;
import io.github.consentgrants.store.WrittenConsentsFactory;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;

/**
 * Makes {@link JpaWrittenConsents}, and registers the listener that forgets what belongs to a removed user, client,
 * scope or realm.
 */
public final class JpaWrittenConsentsFactory implements WrittenConsentsFactory {
    private static final String PROVIDER_ID = "jpa";

    @Override
    public WrittenConsents create(KeycloakSession session) {
        return new JpaWrittenConsents(
                session.getProvider(JpaConnectionProvider.class).getEntityManager());
    }

    @Override
    public void init(Config.Scope config) {
        // No settings.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(new WrittenConsentsRemovalListener());
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
