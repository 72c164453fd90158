package io.github.consentgrants.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
final class OtherDatabasesIT
        implements StoreContract, LedgerContract, RevocationContract, DerivationContract, SweepContract {
    @Parameter
    private Database database;

    @Override
    public KeycloakServer server() {
        return KeycloakServer.shared(database);
    }

    /** Shows that the contract ran on the database of that name. */
    @Test
    @DisplayName("when it is asked for its version, then it is the one that is named")
    void version() throws SQLException {
        try (Connection connection = server().openConnection()) {
            DatabaseMetaData server = connection.getMetaData();
            System.out.println(server.getDatabaseProductName() + " " + server.getDatabaseProductVersion());
            assertThat(database.name())
                    .startsWith(server.getDatabaseProductName().toUpperCase(Locale.ROOT));
            assertThat(server.getDatabaseProductVersion()).startsWith(database.version());
        }
    }

    @AfterParameterizedClassInvocation
    static void stop(Database database) {
        KeycloakServer.stop(database);
    }
}
