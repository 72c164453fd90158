package io.github.consentgrants.store;

import io.github.consentgrants.startup.SupportedKeycloak;
import org.keycloak.common.Version;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@value #NAME}. Keycloak finds it through {@code META-INF/services}. */
public final class ConsentGrantStoreSpi implements Spi {
    /** The SPI's name in Keycloak's configuration: {@code spi-consent-grant-store--…}. */
    public static final String NAME = "consent-grant-store";

    /** Keycloak makes the SPIs before all providers, so this is the first that an older Keycloak runs of this extension. */
    public ConsentGrantStoreSpi() {
        SupportedKeycloak.require(Version.VERSION);
    }

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ConsentGrantStore.class;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Spi declares it
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return ConsentGrantStoreFactory.class;
    }
}
