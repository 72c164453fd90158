package io.github.consentgrants.store;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@value #NAME}. Internal: it counts in the tables of Keycloak. */
public final class ConsentGrantInventorySpi implements Spi {
    /** The SPI's name in Keycloak's configuration. */
    public static final String NAME = "consent-grant-inventory";

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ConsentGrantInventory.class;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Spi declares it
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return ConsentGrantInventoryFactory.class;
    }
}
