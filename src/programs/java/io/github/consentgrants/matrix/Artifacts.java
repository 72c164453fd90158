package io.github.consentgrants.matrix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keycloak's artifacts, as far as Maven's repositories have them; asked through Maven, with its settings. */
final class Artifacts {
    private static final String GET = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:get";

    private final Path repository = Path.of(System.getProperty("maven.repository"));
    private final boolean offline = System.getProperty("maven.offline").endsWith("true");

    /**
     * Returns the file, after a download if need be; nothing where no repository has it.
     *
     * @throws IllegalStateException if Maven gave no answer that says so
     */
    Optional<Path> find(String artifact, String version, String type) throws IOException, InterruptedException {
        Path file = repository
                .resolve("org/keycloak")
                .resolve(artifact)
                .resolve(version)
                .resolve(artifact + "-" + version + "." + type);
        if (Files.exists(file)) {
            return Optional.of(file);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-B",
                "-ntp",
                "-q",
                "-N",
                GET,
                "-Dartifact=org.keycloak:" + artifact + ":" + version + ":" + type,
                "-Dtransitive=false",
                "-Dmaven.repo.local=" + repository));
        if (offline) {
            command.add("-o");
        }
        Process maven = new ProcessBuilder(command)
                .directory(Files.createDirectories(Settings.buildDirectory().resolve("matrix")).toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (maven.waitFor() == 0 && Files.exists(file)) {
            return Optional.of(file);
        }
        if (said.contains("Could not find artifact") || said.contains("was not found in") || offline) {
            return Optional.empty();
        }
        throw new IllegalStateException("Maven neither has nor misses " + artifact + " " + version + ": "
                + said.lines().limit(3).collect(Collectors.joining(" ")));
    }
}
