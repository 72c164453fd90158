package io.github.consentgrants.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("trials")
@DisplayName("Given the demo, as mvn -Pdemo starts it")
@EnabledOnOs(value = OS.LINUX, disabledReason = "Ctrl-C is sent with tools of Linux")
final class DemoIT {
    private final int keycloakPort = KeycloakServer.freePort();
    private final int appPort = KeycloakServer.freePort();

    @TempDir
    private Path temporary;

    private Path build;
    private Path log;
    private Process demo;

    @BeforeEach
    void start() throws Exception {
        build = Path.of(System.getProperty("build.directory", "target")).toAbsolutePath();
        log = build.resolve("demo.log");
        Path arguments = temporary.resolve("arguments");
        Files.writeString(arguments, "-cp \"" + System.getProperty("java.class.path") + "\"");
        List<String> command = new ArrayList<>(List.of(
                // A shell that runs in the background starts its processes without the signal of Ctrl-C.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + arguments,
                "-Ddemo.port=" + keycloakPort,
                "-Ddemo.app.port=" + appPort));
        for (String property : List.of("build.directory", "consentgrants.jar", "keycloak.home", "keycloak.version")) {
            command.add("-D" + property + "=" + System.getProperty(property));
        }
        command.add("io.github.consentgrants.demo.Demo");
        Files.createDirectories(temporary.resolve("tmp"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary.resolve("tmp"));
        builder.environment().put("TMPDIR", temporary.resolve("tmp").toString());
        demo = builder.start();
        for (int i = 0; i < 1200 && !Files.readString(log).contains("Ctrl-C stops it all"); i++) {
            assertThat(demo.isAlive()).as(Files.readString(log)).isTrue();
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertThat(Files.readString(log)).contains("Open http://localhost:" + appPort + "/");
    }

    @AfterEach
    void end() {
        demo.descendants().forEach(ProcessHandle::destroy);
        demo.destroy();
    }

    @Test
    @DisplayName(
            "when a user signs in, replays and takes back, then the page says so; after Ctrl-C no process, directory or port is left")
    void signInAndStop() throws Exception {
        UserAgent agent = new UserAgent();
        Page page = signIn(agent);
        assertThat(page.document().select("#user").text()).isEqualTo("Alice Example");
        assertThat(page.document().select("#state").text()).isEqualTo("Redeemed");
        assertThat(page.document().select("table.claims th").eachText()).contains("sub", "email", "nonce");
        assertThat(page.document().select("table.times th").eachText())
                .startsWith("Approved by the click", "Spent for one code", "Code exchanged for tokens");
        assertThat(post(agent, page, "/replay")).contains("was refused: consumed");
        assertThat(post(agent, page, "/refresh")).contains("was accepted");

        Page ask = agent.open(URI.create(page.document().selectFirst("a.danger").attr("href")));
        agent.submit(ask, "kc-mine-form", null, Map.of());
        assertThat(post(agent, page, "/refresh")).contains("was refused: invalid_grant");
        assertThat(agent.open(address("/")).document().select("#state").text()).isEqualTo("Taken back");

        stopLeavesNothing();
    }

    @Test
    @DisplayName("when an answer comes that this browser did not ask for, then nobody is signed in")
    void foreignAnswer() {
        UserAgent other = new UserAgent();
        Page login = other.open(other.open(address("/login")).location());
        URI answer = Browser.authorize(other, Browser.password(other, login, "alice"))
                .location();
        Page page = new UserAgent().open(answer);
        assertThat(page.document().select("#answer").text()).contains("did not ask for");
        assertThat(page.document().select("#user")).isEmpty();
    }

    private Page signIn(UserAgent agent) {
        Page login = agent.open(agent.open(address("/login")).location());
        Page end = Browser.authorize(agent, Browser.password(agent, login, "alice"));
        return agent.open(end.location());
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + appPort + path);
    }

    private static String post(UserAgent agent, Page page, String action) {
        return agent.follow(agent.send("POST", page.sent().resolve(action), ""))
                .document()
                .select("#answer")
                .text();
    }

    private void stopLeavesNothing() throws Exception {
        List<ProcessHandle> processes = new ArrayList<>(demo.descendants().toList());
        List<String> postmaster = Files.readAllLines(onlyPostmaster());
        processes.add(
                ProcessHandle.of(Long.parseLong(postmaster.get(0).strip())).orElseThrow());
        assertThat(processes).hasSizeGreaterThan(1).allMatch(ProcessHandle::isAlive);
        int databasePort = Integer.parseInt(postmaster.get(3).strip());

        new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();

        processes.forEach(
                process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        assertThat(Files.readString(log)).contains("Stopping Keycloak and PostgreSQL");
        for (int port : new int[] {keycloakPort, appPort, databasePort}) {
            new ServerSocket(port).close();
        }
        assertThat(Path.of(postmaster.get(4).strip(), ".s.PGSQL." + databasePort))
                .doesNotExist();
        assertThat(files(temporary.resolve("tmp"))).isEmpty();
        assertThat(files(build.resolve("demo-postgres")))
                .as("PostgreSQL's programs alone")
                .allMatch(name -> name.startsWith("PG-"));
    }

    private Path onlyPostmaster() throws IOException {
        try (Stream<Path> found =
                Files.find(temporary.resolve("tmp"), 2, (file, attributes) -> file.endsWith("postmaster.pid"))) {
            List<Path> files = found.toList();
            assertThat(files).hasSize(1);
            return files.get(0);
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
