package io.github.consentgrants.details;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@value #NAME}. Keycloak finds it through {@code META-INF/services}. */
public final class AuthorizationDetailsRendererSpi implements Spi {
    /** The SPI's name in Keycloak's configuration: {@code spi-authorization-details-renderer--…}. */
    public static final String NAME = "authorization-details-renderer";

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
        return AuthorizationDetailsRenderer.class;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Spi declares it
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return AuthorizationDetailsRendererFactory.class;
    }
}
