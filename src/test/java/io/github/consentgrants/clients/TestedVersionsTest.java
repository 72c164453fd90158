package io.github.consentgrants.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Admin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/applications.md says of versions is what the tests run with. */
class TestedVersionsTest {
    private final String page = read(Path.of("docs", "applications.md")).replace('\n', ' ');

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void pageWhenItNamesAnNpmPackageThenTheVersionOfTheLockFile() throws IOException {
        JsonNode dependencies = Admin.JSON
                .readTree(Path.of("src", "test", "node", "package.json").toFile())
                .path("dependencies");
        for (String name : List.of("keycloak-js", "oidc-client-ts", "openid-client")) {
            assertThat(page).contains(name + " " + dependencies.path(name).asText());
        }
    }

    @Test
    void pageWhenItNamesAJarThenTheVersionOfThePom() {
        String pom = read(Path.of("pom.xml"));
        assertThat(page)
                .contains("Spring Boot " + version(pom, "<spring-boot.version>([^<]+)<"))
                .contains("Nimbus " + version(pom, "<artifactId>oauth2-oidc-sdk</artifactId><version>([^<]+)<"))
                .contains(
                        "Spring Security "
                                + version(
                                        pom,
                                        "<artifactId>spring-security-oauth2-authorization-server</artifactId>\\s*<version>([^<]+)<"));
    }

    private static String version(String pom, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(pom);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }
}
