package io.github.consentgrants.store.jpa;

import io.github.consentgrants.startup.OwnFactory;
import io.github.consentgrants.store.ConsentGrantStore;
import io.github.consentgrants.store.ConsentGrantStoreFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the store {@value #PROVIDER_ID}, the default, and starts its sweep when the database is up to date. */
public final class JpaConsentGrantStoreFactory implements ConsentGrantStoreFactory, OwnFactory {
    /** Id of the provider in Keycloak's configuration. */
    public static final String PROVIDER_ID = "jpa";

    private @Nullable SweepSettings settings;
    private @Nullable Sweeper sweeper;

    @Override
    public ConsentGrantStore create(KeycloakSession session) {
        return new TimedStore(new JpaConsentGrantStore(
                session.getProvider(JpaConnectionProvider.class).getEntityManager(), Time::currentTimeMillis));
    }

    @Override
    public void init(Config.Scope config) {
        settings = SweepSettings.of(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        requireTables(factory);
        Sweeper scheduled = new Sweeper(factory, Objects.requireNonNull(settings, "init comes first"));
        sweeper = scheduled;
        factory.register(new RemovalListener());
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                scheduled.schedule();
            }
        });
    }

    /** Returns the time between two runs of the sweep; zero if this server never sweeps. */
    Duration sweepInterval() {
        return settings == null ? Duration.ZERO : settings.interval();
    }

    /** A server option or another extension could remove the provider that makes the tables. */
    private static void requireTables(KeycloakSessionFactory factory) {
        String id = ConsentGrantEntityProviderFactory.PROVIDER_ID;
        if (!(factory.getProviderFactory(JpaEntityProvider.class, id) instanceof OwnFactory)) {
            throw new IllegalStateException(
                    "Consent grants cannot be stored, so the server does not start: the provider " + id
                            + " of jpa-entity-provider, which makes the tables, is not in force. Remove the server option that"
                            + " switches it off (spi-jpa-entity-provider--" + id
                            + "--enabled), or choose another provider of"
                            + " consent-grant-store");
        }
    }

    @Override
    public void close() {
        if (sweeper != null) {
            sweeper.stop();
        }
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class);
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return SweepSettings.metadata();
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        Map<String, String> info = new TreeMap<>(OwnFactory.super.getOperationalInfo());
        if (settings != null) {
            info.putAll(settings.inForce());
        }
        return info;
    }
}
