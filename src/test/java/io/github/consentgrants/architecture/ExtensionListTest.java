package io.github.consentgrants.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is proposed for the list of extensions of Keycloak's site: its files have these three members. */
class ExtensionListTest {
    private static final Path FILE = Path.of(".github", "keycloak", "consent-grants.json");

    @Test
    void entryWhenReadThenNameDescriptionAndTheAddressOfThePom() throws IOException {
        JsonNode entry = new ObjectMapper().readTree(Files.readAllBytes(FILE));

        assertThat(entry.fieldNames()).toIterable().containsExactly("name", "description", "website");
        assertThat(entry).allMatch(JsonNode::isTextual);
        assertThat(entry.path("description").asText()).hasSizeBetween(20, 300).endsWith(".");
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<url>" + entry.path("website").asText() + "</url>");
    }
}
