package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given what the admin console is told of the extension")
final class AdminConsoleIT {
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));
    private static final String PATH = "/realms/" + REALM.name() + "/authentication/";

    @AfterAll
    static void close() {
        REALM.close();
    }

    @Test
    @DisplayName("when steps of a flow are listed, then the authenticator is one, and says where it belongs")
    void authenticator() {
        JsonNode found = StreamSupport.stream(
                        REALM.server()
                                .admin()
                                .get(PATH + "authenticator-providers")
                                .spliterator(),
                        false)
                .filter(provider -> provider.path("id").asText().equals("consent-grant-authenticator"))
                .findFirst()
                .orElseThrow();
        assertThat(found.path("displayName").asText()).isEqualTo("Consent grant");
        assertThat(found.path("description").asText())
                .contains("REQUIRED", "required action 'consent-grant'", "settings");
    }

    @Test
    @DisplayName("when the settings of the required action are listed, then each has a label and a help text")
    void settings() {
        JsonNode properties = REALM.server()
                .admin()
                .get(PATH + "required-actions/consent-grant/config-description")
                .path("properties");
        assertThat(properties)
                .extracting(property -> property.path("name").asText())
                .contains("applies-to", "time-to-live", "claim-values", "known-details-only", "allowed-grants");
        assertThat(properties).allSatisfy(property -> {
            assertThat(property.path("label").asText()).isNotBlank();
            assertThat(property.path("helpText").asText()).hasSizeGreaterThan(20);
        });
    }
}
