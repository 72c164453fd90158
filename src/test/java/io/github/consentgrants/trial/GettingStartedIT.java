package io.github.consentgrants.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Documentation;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The lines of docs/getting-started.md, in a clone and with a fresh Keycloak. */
@Tag("trials")
@DisplayName("Given a clone and an unpacked Keycloak")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The lines are for a POSIX shell")
final class GettingStartedIT {
    private static final String PAGE = "docs/getting-started.md";

    @TempDir
    private Path folder;

    @Test
    @DisplayName("when the lines are run, then alice is asked at each request, and the decision is listed")
    void fiveMinutes() throws Exception {
        int port = KeycloakServer.freePort();
        Path clone = folder.resolve("clone");
        Path keycloak = folder.resolve("keycloak");
        Documentation.shell(
                "git clone -q '" + Path.of("").toAbsolutePath() + "' clone; cp -a '"
                        + Path.of(System.getProperty("keycloak.home")).toAbsolutePath() + "' keycloak",
                folder,
                Map.of());
        Map<String, String> environment = Map.of("KEYCLOAK", keycloak.toString(), "MAVEN_ARGS", "-o");
        String lines = Documentation.lines(PAGE, 0)
                .replace(
                        "start-dev",
                        "start-dev --http-port=" + port + " --http-management-port=" + KeycloakServer.freePort());
        ProcessBuilder builder = new ProcessBuilder("bash", "-euc", lines.replace("mvn ", "mvn -o "))
                .directory(clone.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process server = builder.start();
        try {
            URI address = URI.create("http://localhost:" + port);
            await(server, address);
            run(Documentation.lines(PAGE, 1), address, environment);
            approve(URI.create(Documentation.block(PAGE, "```text\n", 0)
                    .strip()
                    .replace("http://localhost:8080", address.toString())));
            String printed = run(Documentation.lines(PAGE, 2), address, environment);
            assertThat(printed).contains("\"state\" : \"consumed\"", "my-app");
        } finally {
            server.descendants().forEach(ProcessHandle::destroy);
            server.waitFor(1, TimeUnit.MINUTES);
        }
    }

    private String run(String lines, URI address, Map<String, String> environment) throws Exception {
        return Documentation.shell(lines.replace("http://localhost:8080", address.toString()), folder, environment);
    }

    private void await(Process server, URI address) throws Exception {
        for (int i = 0; i < 600; i++) {
            assertThat(server.isAlive())
                    .as(Files.readString(folder.resolve("server.log")))
                    .isTrue();
            try {
                HttpURLConnection connection = (HttpURLConnection)
                        address.resolve("/realms/master").toURL().openConnection();
                if (connection.getResponseCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
        throw new IllegalStateException(Files.readString(folder.resolve("server.log")));
    }

    private static void approve(URI request) {
        UserAgent agent = new UserAgent();
        Page page = Browser.signIn(agent, request, "alice");
        assertThat(page.isConsent()).as(page.text()).isTrue();
        assertThat(RelyingParty.response(Browser.authorize(agent, page)).indicatesSuccess())
                .isTrue();
        assertThat(agent.open(request).isConsent()).isTrue();
    }
}
