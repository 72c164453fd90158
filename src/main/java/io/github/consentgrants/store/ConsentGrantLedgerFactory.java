package io.github.consentgrants.store;

import org.keycloak.provider.ProviderFactory;

/** Makes a {@link ConsentGrantLedger} for one Keycloak session. */
public interface ConsentGrantLedgerFactory extends ProviderFactory<ConsentGrantLedger> {}
