package io.github.consentgrants.store.jpa;

import io.github.consentgrants.store.ConsentGrantLedger;
import io.github.consentgrants.store.ConsentGrantLedgerFactory;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;

/** Makes the ledger {@value #PROVIDER_ID}, which reads what the store of this id has written. */
public final class JpaConsentGrantLedgerFactory implements ConsentGrantLedgerFactory {
    private static final String PROVIDER_ID = "jpa";

    @Override
    public ConsentGrantLedger create(KeycloakSession session) {
        return new JpaConsentGrantLedger(
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
