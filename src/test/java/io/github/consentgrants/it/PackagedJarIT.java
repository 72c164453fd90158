package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.KeycloakServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given the packaged jar")
final class PackagedJarIT {
    private static final int JAVA_17 = 61;

    @Test
    @DisplayName(
            "when it is opened, then it holds the classes, services, changelog and theme resources, and nothing else")
    void content() throws IOException {
        try (JarFile jar = new JarFile(KeycloakServer.productionJar().toFile())) {
            List<String> others = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .filter(name -> !name.matches("io/github/consentgrants/[a-z/]+/[A-Za-z$0-9-]+\\.class"))
                    .sorted()
                    .toList();
            assertThat(others)
                    .containsExactly(
                            "META-INF/LICENSE",
                            "META-INF/MANIFEST.MF",
                            "META-INF/consent-grants-changelog.xml",
                            "META-INF/services/io.github.consentgrants.store.ConsentGrantStoreFactory",
                            "META-INF/services/org.keycloak.authentication.AuthenticatorFactory",
                            "META-INF/services/org.keycloak.authentication.RequiredActionFactory",
                            "META-INF/services/org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory",
                            "META-INF/services/org.keycloak.protocol.LoginProtocolFactory",
                            "META-INF/services/org.keycloak.protocol.oidc.endpoints."
                                    + "AuthorizationEndpointCheckProviderFactory",
                            "META-INF/services/org.keycloak.provider.Spi",
                            "theme-resources/messages/messages_en.properties",
                            "theme-resources/templates/consent-grant.ftl");
            assertThat(jar.stream().map(JarEntry::getName)).noneMatch(name -> name.contains("/probe/"));
        }
    }

    @Test
    @DisplayName("when its services are read, then each names a class of the jar, of Java 17")
    void services() throws IOException {
        try (JarFile jar = new JarFile(KeycloakServer.productionJar().toFile())) {
            for (JarEntry entry : jar.stream()
                    .filter(entry -> entry.getName().startsWith("META-INF/services/"))
                    .filter(entry -> !entry.isDirectory())
                    .toList()) {
                String name = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8).strip();
                JarEntry provider = jar.getJarEntry(name.replace('.', '/') + ".class");
                assertThat(provider).as(name).isNotNull();
                try (DataInputStream in = new DataInputStream(jar.getInputStream(provider))) {
                    assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
                    in.readUnsignedShort();
                    assertThat(in.readUnsignedShort()).isEqualTo(JAVA_17);
                }
            }
        }
    }
}
