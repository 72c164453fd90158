package io.github.consentgrants.matrix;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles the sources of the jar against the jars of a version of Keycloak. */
final class CompileCheck {
    /** What the sources use of Keycloak. */
    private static final List<String> USED = List.of(
            "keycloak-common",
            "keycloak-core",
            "keycloak-server-spi",
            "keycloak-server-spi-private",
            "keycloak-services",
            "keycloak-model-jpa",
            "keycloak-saml-core",
            "keycloak-saml-core-public");

    private final Artifacts artifacts;
    private final List<Path> classPath;

    CompileCheck(Artifacts artifacts, List<Path> classPath) {
        this.artifacts = artifacts;
        this.classPath = classPath;
    }

    /**
     * What came of it.
     *
     * @param of which of Keycloak's jars were of that version; the others were those that the jar is built against
     * @param missing those others
     * @param problems of the compiler, empty if there are none
     */
    record Compiled(List<String> of, List<String> missing, String problems) {
        boolean isRed() {
            return !problems.isEmpty();
        }
    }

    Compiled against(String version) throws IOException, InterruptedException {
        Map<String, Path> jars = new LinkedHashMap<>();
        for (String artifact : USED) {
            Optional<Path> jar = artifacts.find(artifact, version, "jar");
            if (jar.isEmpty() && jars.isEmpty()) {
                break; // a version without the first of them has none
            }
            jar.ifPresent(file -> jars.put(artifact, file));
        }
        List<String> missing =
                USED.stream().filter(artifact -> !jars.containsKey(artifact)).toList();
        List<String> of = List.copyOf(jars.keySet());
        return new Compiled(of, missing, jars.isEmpty() ? "" : compile(version, jars));
    }

    private String compile(String version, Map<String, Path> jars) throws IOException {
        List<Path> path = new ArrayList<>(jars.values());
        path.addAll(classPath.stream()
                .filter(file -> !Files.isDirectory(file))
                .filter(file -> jars.keySet().stream()
                        .noneMatch(artifact -> file.getFileName().toString().matches(artifact + "-\\d.*")))
                .toList());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(
                Settings.buildDirectory().resolve("matrix").resolve("classes-" + version));
        StringWriter problems = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, path);
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            List<Path> java =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            boolean good = compiler.getTask(
                            problems,
                            files,
                            null,
                            List.of("--release", "17", "-proc:none", "-nowarn", "-Xlint:none"),
                            null,
                            files.getJavaFileObjectsFromPaths(java))
                    .call();
            return good ? "" : problems.toString();
        }
    }
}
