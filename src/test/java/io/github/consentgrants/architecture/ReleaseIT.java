package io.github.consentgrants.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code mvn -Prelease verify} leaves in {@code target/release}, and that a second build gives the same. */
@Tag("release")
class ReleaseIT {
    private static final Path TARGET =
            Path.of(System.getProperty("build.directory")).toAbsolutePath();
    private static final Path RELEASE = TARGET.resolve("release");
    private static final Path JAR = Path.of(System.getProperty("consentgrants.jar"));
    private static final String NAME = JAR.getFileName().toString().replaceFirst("\\.jar$", "");

    /** What a build of the jar reads. */
    private static final List<String> SOURCES =
            List.of("pom.xml", "LICENSE", ".mvn", "META-INF-services", "themes", "src/main", "config");

    private static Map<String, String> sums() throws IOException {
        Map<String, String> sums = new LinkedHashMap<>();
        for (String line : Files.readAllLines(RELEASE.resolve("SHA256SUMS"))) {
            assertThat(line).matches("[0-9a-f]{64}  [\\w.-]+");
            sums.put(line.substring(66), line.substring(0, 64));
        }
        return sums;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void releaseWhenMadeThenHasJarSourcesJavadocAndSbomWithTheirChecksums() throws IOException {
        assertThat(sums().keySet())
                .containsExactlyInAnyOrder(
                        NAME + ".jar",
                        NAME + "-sources.jar",
                        NAME + "-javadoc.jar",
                        NAME + "-sbom.json",
                        NAME + "-sbom.xml");
        for (Map.Entry<String, String> sum : sums().entrySet()) {
            assertThat(sha256(RELEASE.resolve(sum.getKey()))).as(sum.getKey()).isEqualTo(sum.getValue());
        }
        assertThat(sums()).containsEntry(NAME + ".jar", sha256(JAR));
    }

    @Test
    void jarsWhenReadThenSourcesOfEachClassAndItsJavadoc() throws IOException {
        try (JarFile sources =
                        new JarFile(RELEASE.resolve(NAME + "-sources.jar").toFile());
                JarFile javadoc =
                        new JarFile(RELEASE.resolve(NAME + "-javadoc.jar").toFile())) {
            assertThat(sources.getEntry("io/github/consentgrants/grant/Binding.java"))
                    .isNotNull();
            assertThat(sources.getEntry("META-INF/consent-grants-changelog.xml"))
                    .isNotNull();
            assertThat(javadoc.getEntry("index.html")).isNotNull();
            assertThat(javadoc.getEntry("io/github/consentgrants/store/ConsentGrantStore.html"))
                    .isNotNull();
        }
    }

    @Test
    void sbomWhenReadThenNamesTheJarAndNothingThatItBrings() throws IOException {
        JsonNode sbom =
                new ObjectMapper().readTree(RELEASE.resolve(NAME + "-sbom.json").toFile());

        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(sbom.path("metadata").path("component").path("name").asText())
                .isEqualTo("keycloak-consent-grants");
        assertThat(sbom.path("components")).isEmpty();
    }

    /** In another folder, with another language and time zone; only the sources are there. */
    @Test
    void buildWhenRepeatedElsewhereThenTheSameBytes() throws IOException, InterruptedException {
        Path elsewhere = Files.createTempDirectory("consent-grants-again");
        try {
            for (String source : SOURCES) {
                copy(Path.of(source), elsewhere.resolve(source));
            }
            build(elsewhere);

            for (String file : List.of(NAME + ".jar", NAME + "-sources.jar", NAME + "-sbom.json", NAME + "-sbom.xml")) {
                assertThat(sha256(elsewhere.resolve("target").resolve(file)))
                        .as(file)
                        .isEqualTo(sums().get(file));
            }
        } finally {
            delete(elsewhere);
        }
    }

    private static void build(Path folder) throws IOException, InterruptedException {
        Path log = TARGET.resolve("second-build.log");
        ProcessBuilder maven = new ProcessBuilder(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                        "-B",
                        "-ntp",
                        "-Prelease",
                        "package",
                        "-Dmaven.test.skip=true",
                        "-Dspotless.check.skip=true",
                        "-Djacoco.skip=true",
                        "-Dmaven.javadoc.skip=true",
                        "-Dmaven.repo.local=" + System.getProperty("maven.repository"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        maven.environment().put("MAVEN_OPTS", "-Duser.language=de -Duser.country=DE -Duser.timezone=Pacific/Auckland");
        assertThat(maven.start().waitFor()).as(() -> log.toString()).isZero();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
