package io.github.consentgrants.demo.server;

import io.github.consentgrants.store.ConsentGrantStore;
import io.github.consentgrants.store.ConsentGrantStoreFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes the store {@code demo}: the default, because its order is higher; naming it would switch {@code jpa} off. */
public final class ReplayableStoreFactory implements ConsentGrantStoreFactory {
    @Override
    public ConsentGrantStore create(KeycloakSession session) {
        return new ReplayableStore(session.getProvider(ConsentGrantStore.class, "jpa"));
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public int order() {
        return 1;
    }

    @Override
    public String getId() {
        return "demo";
    }
}
