package io.github.consentgrants.contract;

import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("contract")
@DisplayName("Given Keycloak on H2")
final class H2ContractIT
        implements StoreContract, LedgerContract, RevocationContract, DerivationContract, SweepContract {
    @Override
    public KeycloakServer server() {
        return KeycloakServer.shared(Database.H2);
    }
}
