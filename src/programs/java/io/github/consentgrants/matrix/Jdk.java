package io.github.consentgrants.matrix;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A Java of this machine.
 *
 * @param home its folder
 * @param version such as 17.0.15
 */
record Jdk(Path home, String version) {
    private static final Path DEBIAN = Path.of("/usr/lib/jvm");

    /** Looks at the Java that runs this, at JAVA_HOME and the variables that GitHub's runners have, and where Debian puts them. */
    static Optional<Jdk> find(int major) {
        Stream<Path> named = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
                .map(Map.Entry::getValue)
                .map(Path::of);
        return Stream.of(Stream.of(Path.of(System.getProperty("java.home"))), named, installed())
                .flatMap(homes -> homes)
                .flatMap(home -> at(home).stream())
                .filter(jdk -> jdk.major() == major)
                .findFirst();
    }

    private static Stream<Path> installed() {
        if (!Files.isDirectory(DEBIAN)) {
            return Stream.empty();
        }
        try (Stream<Path> homes = Files.list(DEBIAN)) {
            return homes.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Jdk> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin").resolve("java")) || !Files.isRegularFile(release)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(release)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        return version.matches("\\d+(\\..*)?") ? Optional.of(new Jdk(home, version)) : Optional.empty();
    }

    int major() {
        return Integer.parseInt(version.replaceFirst("\\..*", ""));
    }

    Path java() {
        return home.resolve("bin").resolve("java");
    }
}
