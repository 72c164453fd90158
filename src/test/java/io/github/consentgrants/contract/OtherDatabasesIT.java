package io.github.consentgrants.contract;

import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code mvn verify -Pdatabases}: the contract on every other database that there are binaries for. */
@Tag("databases")
@DisplayName("Given Keycloak on another database")
@ParameterizedClass
@EnumSource(
        value = Database.class,
        mode = EnumSource.Mode.EXCLUDE,
        names = {"POSTGRESQL", "H2"})
final class OtherDatabasesIT implements StoreContract, SweepContract {
    @Parameter
    private Database database;

    @Override
    public KeycloakServer server() {
        return KeycloakServer.shared(database);
    }

    @AfterParameterizedClassInvocation
    static void stop(Database database) {
        KeycloakServer.stop(database);
    }
}
