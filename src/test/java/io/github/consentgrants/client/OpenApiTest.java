package io.github.consentgrants.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Makes docs/openapi.json by the library with which Keycloak makes its own. After a change: {@code mvn test -Dtest=OpenApiTest
 * -Dopenapi.write}. {@code JavaClientIT} compares it with the running server.
 */
class OpenApiTest {
    static final Path DOCUMENT = Path.of("docs", "openapi.json");
    private static final String BASE = "/admin/realms/{realm}/consent-grants";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void documentWhenMadeThenTheReviewedOne() throws IOException {
        JsonNode made = made();
        if (System.getProperty("openapi.write") != null) {
            Files.writeString(DOCUMENT, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made) + "\n");
        }

        assertThat(made).isEqualTo(JSON.readTree(Files.readString(DOCUMENT)));
    }

    /** What is added to the resource, and not to the document, is found here. */
    @ParameterizedTest
    @CsvSource({"ConsentGrantsResource, ''", "UserErasureResource, /users/{user}"})
    void documentWhenReadThenHasEachMethodOfTheResource(String resource, String at) throws Exception {
        JsonNode paths = JSON.readTree(Files.readString(DOCUMENT)).path("paths");
        List<String> methods = new ArrayList<>();
        for (Method method :
                Class.forName("io.github.consentgrants.rest." + resource).getMethods()) {
            jakarta.ws.rs.Path path = method.getAnnotation(jakarta.ws.rs.Path.class);
            String whole = BASE + at + (path == null ? "" : "/" + path.value());
            Stream.of(method.getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .filter(verb -> verb != null)
                    .forEach(verb -> methods.add(verb.value() + " " + whole));
        }
        assertThat(methods).isNotEmpty().allSatisfy(method -> {
            String[] parts = method.split(" ", 2);
            assertThat(paths.path(parts[1]).has(parts[0].toLowerCase(Locale.ROOT)))
                    .as(method)
                    .isTrue();
        });
    }

    private static JsonNode made() throws IOException {
        List<Class<?>> classes = new ArrayList<>(List.of(ConsentGrantsApi.class.getClasses()));
        classes.add(ConsentGrantsApi.class);
        Config config = mock(Config.class);
        // By itself the library describes no interface that nothing implements.
        when(config.getOptionalValues("mp.openapi.scan.classes", String.class))
                .thenReturn(Optional.of(classes.stream().map(Class::getName).toList()));
        String json = SmallRyeOpenAPI.builder()
                .withConfig(config)
                .withIndex(Index.of(classes))
                .enableModelReader(false)
                .enableStandardStaticFiles(false)
                .enableStandardFilter(false)
                .defaultRequiredProperties(false)
                .build()
                .toJSON();
        ObjectNode document = (ObjectNode) JSON.readTree(json);
        document.putObject("info")
                .put("title", "Consent grants: admin API")
                .put("version", "1")
                .put(
                        "description",
                        "With an access token of Keycloak's admin API. Errors have Keycloak's errorMessage.");
        return document;
    }
}
