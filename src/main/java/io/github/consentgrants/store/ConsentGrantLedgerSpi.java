package io.github.consentgrants.store;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@value #NAME}. Keycloak finds it through {@code META-INF/services}. */
public final class ConsentGrantLedgerSpi implements Spi {
    /** The SPI's name in Keycloak's configuration: {@code spi-consent-grant-ledger--…}. */
    public static final String NAME = "consent-grant-ledger";

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
        return ConsentGrantLedger.class;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Spi declares it
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return ConsentGrantLedgerFactory.class;
    }
}
