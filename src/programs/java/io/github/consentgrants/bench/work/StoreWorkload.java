package io.github.consentgrants.bench.work;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.store.ConsentGrantStore;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The store itself, in sessions and transactions of Keycloak. */
final class StoreWorkload implements Workload {
    private final KeycloakSessionFactory factory;
    private Binding binding = Workload.fresh();
    private String token = "";

    StoreWorkload(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    @Override
    public void mint() {
        binding = Workload.fresh();
        GrantToken minted = GrantToken.derived(binding.require(BindingField.PAGE), KEY);
        KeycloakModelUtils.runJobInTransaction(
                factory, session -> session.getProvider(ConsentGrantStore.class).mint(minted, binding, TTL));
        token = minted.value();
    }

    @Override
    public void consume() {
        if (isRefused()) {
            throw new IllegalStateException("A grant was lost");
        }
    }

    /** Presents the grant minted last, and says whether it was refused. */
    boolean isRefused() {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory,
                session -> session.getProvider(ConsentGrantStore.class).consumePresented(token, binding) instanceof Refused);
    }

    @Override
    public void close() {
        // Each step had a session of its own.
    }
}
