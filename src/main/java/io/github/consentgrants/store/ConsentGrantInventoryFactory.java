package io.github.consentgrants.store;

import org.keycloak.provider.ProviderFactory;

/** Makes a {@link ConsentGrantInventory} for one Keycloak session. */
public interface ConsentGrantInventoryFactory extends ProviderFactory<ConsentGrantInventory> {}
