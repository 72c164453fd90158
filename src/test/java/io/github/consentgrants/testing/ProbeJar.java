package io.github.consentgrants.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packs the test-only classes that run inside the server. */
final class ProbeJar {
    private ProbeJar() {}

    /** Packs the probe of the integration tests. */
    static Path build(Path buildDirectory) {
        return build(buildDirectory, "probe", "io/github/consentgrants/probe");
    }

    /**
     * Packs the classes of one package, and those that all such jars have.
     *
     * @param name of the jar, and of the folder of its resources
     * @param folder of the package
     */
    static Path build(Path buildDirectory, String name, String folder) {
        Path classes = testClasses();
        Path jar = buildDirectory.resolve("consent-grants-" + name + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            add(out, classes, classes.resolve(folder));
            add(out, classes, classes.resolve("io/github/consentgrants/testing/resource"));
            add(out, classes.resolve(name), classes.resolve(name));
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path testClasses() {
        try {
            return Path.of(ProbeJar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(JarOutputStream out, Path root, Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            JarEntry entry = new JarEntry(root.relativize(file).toString().replace('\\', '/'));
            entry.setTime(0); // the same classes give the same jar, which saves a build of the server
            out.putNextEntry(entry);
            out.write(Files.readAllBytes(file));
            out.closeEntry();
        }
    }
}
