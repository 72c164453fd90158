package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Given the provider info of the admin console")
final class ServerInfoIT {
    private static JsonNode providers;

    @BeforeAll
    static void read() {
        providers = KeycloakServer.shared(Database.POSTGRESQL)
                .admin()
                .get("/serverinfo")
                .path("providers");
    }

    private static JsonNode info(String spi, String provider) {
        return providers.path(spi).path("providers").path(provider).path("operationalInfo");
    }

    @ParameterizedTest
    @DisplayName("when a provider is this extension's, then its version stands beside it")
    @CsvSource({
        "auth-endpoint-check, consent-grant",
        "authenticator, consent-grant-authenticator",
        "client-registration, openid-connect",
        "consent-grant-store, jpa",
        "jpa-entity-provider, consent-grants",
        "login-protocol, openid-connect",
        "login-protocol, saml",
        "oauth2DeviceUserCode, default",
        "oauth2-grant-type, authorization_code",
        "oauth2-grant-type, password",
        "oauth2-token-introspection, access_token",
        "openid-connect-ext, par",
        "refresh-token, default",
        "required-action, consent-grant",
    })
    void version(String spi, String provider) {
        assertThat(info(spi, provider).path("consent-grants").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    @DisplayName("when a provider is Keycloak's own, then no version of this extension stands beside it")
    void others() {
        assertThat(info("oauth2-grant-type", "client_credentials").has("consent-grants"))
                .isFalse();
    }

    @Test
    @DisplayName(
            "when the store is looked at, then its settings in force are shown by the names of the server's options")
    void settings() {
        JsonNode store = info("consent-grant-store", "jpa");
        Map.of("retention-days", "90", "sweep-interval", "300", "sweep-grace", "86400", "sweep-batch", "1000")
                .forEach((name, value) ->
                        assertThat(store.path(name).asText()).as(name).isEqualTo(value));
    }
}
