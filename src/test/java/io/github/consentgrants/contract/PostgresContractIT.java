package io.github.consentgrants.contract;

import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("short")
@Tag("contract")
@DisplayName("Given Keycloak on PostgreSQL")
final class PostgresContractIT
        implements StoreContract, LedgerContract, RevocationContract, DerivationContract, SweepContract {
    @Override
    public KeycloakServer server() {
        return KeycloakServer.shared(Database.POSTGRESQL);
    }

    @Override
    public int races() {
        return 5 * StoreContract.super.races();
    }
}
