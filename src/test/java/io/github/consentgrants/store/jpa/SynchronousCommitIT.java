package io.github.consentgrants.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given the class files of the Keycloak in use")
final class SynchronousCommitIT {
    private static final String MODEL_JPA = "org.keycloak.keycloak-model-jpa-";
    private static final String INTEGRATOR = "org/keycloak/connections/jpa/AsyncCommitIntegrator.class";

    @Test
    @DisplayName("when it relaxes commits, then it still asks for the property that the store sets")
    void property() throws IOException {
        Path libraries = Path.of(System.getProperty("keycloak.home"), "lib", "lib", "main");
        try (Stream<Path> files = Files.list(libraries)) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().startsWith(MODEL_JPA))
                    .toList();
            assertThat(jars).hasSize(1);
            try (JarFile jar = new JarFile(jars.get(0).toFile())) {
                byte[] constants =
                        jar.getInputStream(jar.getJarEntry(INTEGRATOR)).readAllBytes();
                assertThat(new String(constants, StandardCharsets.ISO_8859_1)).contains(SynchronousCommit.PROPERTY);
            }
        }
    }
}
