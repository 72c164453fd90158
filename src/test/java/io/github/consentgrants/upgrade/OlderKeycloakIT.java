package io.github.consentgrants.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs on the distribution of a Keycloak before 26.7, which {@code -Pmatrix} downloads. */
@Tag("older")
@DisplayName("Given a Keycloak that is too old, with the jar in providers/")
final class OlderKeycloakIT {
    @Test
    @DisplayName(
            "when it is built, then the last error says which versions are supported, and no class was missing before")
    void built() throws IOException {
        IllegalStateException failed = catchThrowableOfType(
                IllegalStateException.class,
                () -> KeycloakServer.withOptions(Database.H2).close());

        assertThat(failed).hasMessageContaining("build failed");
        List<String> errors = failed.getMessage()
                .lines()
                .filter(line -> line.startsWith("ERROR: "))
                .toList();
        assertThat(errors)
                .last()
                .isEqualTo("ERROR: Consent grants need Keycloak 26.7.0 or newer, and this is Keycloak " + version()
                        + ": update Keycloak, or take the jar of consent grants out of providers/");
        assertThat(failed.getMessage()).doesNotContain("NoClassDefFoundError", "NoSuchMethodError");
    }

    private static String version() throws IOException {
        String text = Files.readString(Path.of(System.getProperty("keycloak.home"), "version.txt"));
        return text.strip().replaceFirst("^.* ", "");
    }
}
