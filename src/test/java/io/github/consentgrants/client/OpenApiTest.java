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

/**
 * Makes docs/openapi.json by the library with which Keycloak makes its own. After a change: {@code mvn test -Dtest=OpenApiTest
 * -Dopenapi.write}. {@code JavaClientIT} compares it with the running server.
 */
class OpenApiTest {
    static final Path DOCUMENT = Path.of("docs", "openapi.json");
    private static final String BASE = "/admin/realms/{realm}/consent-grants";
    private static final String OWN = "/realms/{realm}/consent-grants/api";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void documentWhenMadeThenTheReviewedOne() throws IOException {
        JsonNode made = made();
        if (System.getProperty("openapi.write") != null) {
            Files.writeString(DOCUMENT, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made) + "\n");
        }

        assertThat(made).isEqualTo(JSON.readTree(Files.readString(DOCUMENT)));
    }

    /** What is added to a resource, and not to the document, is found here, and what is in the document alone. */
    @Test
    void documentWhenReadThenHasEachMethodOfEachResource() throws Exception {
        List<String> documented = new ArrayList<>();
        JSON.readTree(Files.readString(DOCUMENT))
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(verb -> documented.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(documented)
                .hasSizeGreaterThan(10)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                methods(Class.forName("io.github.consentgrants.rest.ConsentGrantsResource"), BASE)
                                        .stream(),
                                methods(Class.forName("io.github.consentgrants.approvals.ApprovalsApi"), OWN).stream())
                        .toList());
    }

    /** Each request that Keycloak leads to a method of this resource, or of one that it leads to. */
    private static List<String> methods(Class<?> resource, String at) {
        List<String> methods = new ArrayList<>();
        for (Method method : resource.getDeclaredMethods()) {
            jakarta.ws.rs.Path path = method.getAnnotation(jakarta.ws.rs.Path.class);
            String whole = at + (path == null ? "" : "/" + path.value());
            List<String> verbs = Stream.of(method.getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .flatMap(Stream::ofNullable)
                    .map(HttpMethod::value)
                    .toList();
            verbs.forEach(verb -> methods.add(verb + " " + whole));
            if (path != null && verbs.isEmpty()) {
                methods.addAll(methods(method.getReturnType(), whole));
            }
        }
        return methods;
    }

    private static JsonNode made() throws IOException {
        List<Class<?>> classes = new ArrayList<>(List.of(ConsentGrantsApi.class.getClasses()));
        classes.add(ConsentGrantsApi.class);
        classes.add(OwnApprovalsApi.class);
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
                .put("title", "Consent grants: API of administrators and of users")
                .put("version", "1")
                .put(
                        "description",
                        "Below /admin, with an access token of Keycloak's admin API; else with one of its account API."
                                + " Errors have Keycloak's errorMessage.");
        return document;
    }
}
