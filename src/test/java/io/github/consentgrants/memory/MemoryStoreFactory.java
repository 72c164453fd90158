package io.github.consentgrants.memory;

import io.github.consentgrants.store.ConsentGrantStore;
import io.github.consentgrants.store.ConsentGrantStoreFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** The store {@code memory}. It is the default for as long as it is installed, because its order is higher than that of {@code jpa}. */
public final class MemoryStoreFactory implements ConsentGrantStoreFactory {
    private final MemoryTable table = new MemoryTable();

    @Override
    public ConsentGrantStore create(KeycloakSession session) {
        MemoryTransaction transaction = new MemoryTransaction(table);
        session.getTransactionManager().enlistAfterCompletion(transaction);
        return new MemoryStore(transaction);
    }

    @Override
    public void init(Config.Scope config) {
        // There is nothing to configure.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // There is nothing to prepare.
    }

    @Override
    public void close() {
        // The memory goes with the server.
    }

    @Override
    public int order() {
        return 1;
    }

    @Override
    public String getId() {
        return "memory";
    }
}
