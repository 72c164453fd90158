package io.github.consentgrants.store;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link WrittenConsents} for one Keycloak session. */
public interface WrittenConsentsFactory extends ProviderFactory<WrittenConsents> {}
