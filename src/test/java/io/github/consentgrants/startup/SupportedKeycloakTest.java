package io.github.consentgrants.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.consentgrants.store.ConsentGrantStoreSpi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupportedKeycloakTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "26.7.0",
                "26.7.3",
                "26.7.5",
                "26.8.2",
                "26.10.0",
                "27.0.0",
                "26.7.1.redhat-00001",
                "999.0.0-SNAPSHOT",
                "DEV",
                "unknown",
                ""
            })
    void versionWhenNotOlderThenNoProblem(String version) {
        assertThatCode(() -> SupportedKeycloak.require(version)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"26.6.4", "26.5.6", "26.4.7", "26.4.7.redhat-00001", "26.0.0", "25.9.9", "1.7.0"})
    void versionWhenOlderThenRefusedInOneLine(String version) {
        assertThatThrownBy(() -> SupportedKeycloak.require(version))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Consent grants need Keycloak 26.7.0 or newer, and this is Keycloak " + version
                        + ": update Keycloak, or take the jar of consent grants out of providers/");
    }

    /** An SPI is made before all providers; a class that an older Keycloak cannot link would be found first otherwise. */
    @Test
    void spiWhenMadeThenItAsks() throws IOException {
        assertThatCode(ConsentGrantStoreSpi::new).doesNotThrowAnyException();
        String name = ConsentGrantStoreSpi.class.getSimpleName() + ".class";
        try (InputStream in = ConsentGrantStoreSpi.class.getResourceAsStream(name)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains("io/github/consentgrants/startup/SupportedKeycloak");
        }
    }
}
