package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** GuardInForceTest has every other provider. */
@DisplayName(
        "Given a Keycloak whose options switch the check of authorization requests off, and the consent grant store")
final class SwitchedOffIT {
    @Test
    @DisplayName("when it starts, then it does not, and one clear line in the log says why")
    void refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> KeycloakServer.withOptions(
                                Database.H2,
                                "--spi-auth-endpoint-check--consent-grant--enabled=false",
                                "--spi-consent-grant-store--jpa--enabled=false")
                        .close())
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .filteredOn(line -> line.contains("Consent grants cannot be enforced"))
                        .first()
                        .asString()
                        .contains(
                                "so the server does not start",
                                "the provider consent-grant of auth-endpoint-check is missing",
                                "the default provider of consent-grant-store is missing",
                                "spi-<spi>--<provider>--enabled"));
    }
}
