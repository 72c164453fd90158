package io.github.consentgrants.store;

import org.keycloak.provider.ProviderFactory;

/** Makes a {@link ConsentGrantStore} for one Keycloak session. */
public interface ConsentGrantStoreFactory extends ProviderFactory<ConsentGrantStore> {}
