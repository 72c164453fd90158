package io.github.consentgrants.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A copy of Keycloak's distribution with our jars in it, built once for one database. */
final class Distribution {
    private final Path home;
    private final Database database;
    private final List<String> options;
    private final Consumer<String> progress;

    Distribution(Path home, Database database, Consumer<String> progress) {
        this(home, database, List.of(), progress);
    }

    /** @param options further ones of Keycloak's build */
    Distribution(Path home, Database database, List<String> options, Consumer<String> progress) {
        this.home = home;
        this.database = database;
        this.options = List.copyOf(options);
        this.progress = progress;
    }

    Path home() {
        return home;
    }

    /** Copies {@code original}, adds the jars and runs Keycloak's build, unless just that was done before. */
    void prepare(Path original, List<Path> jars) {
        try {
            String fingerprint = fingerprint(original, jars) + buildArguments();
            Path marker = home.resolve("fingerprint");
            if (Files.exists(marker) && Files.readString(marker).equals(fingerprint)) {
                return;
            }
            progress.accept("Preparing Keycloak for " + database.option() + " (once, about half a minute)");
            // Jars of another version have other names, so they would stay.
            delete(home.resolve("lib"));
            copy(original);
            Path providers = home.resolve("providers");
            try (Stream<Path> old = Files.list(providers)) {
                for (Path file :
                        old.filter(file -> file.toString().endsWith(".jar")).toList()) {
                    Files.delete(file);
                }
            }
            for (Path jar : jars) {
                Files.copy(jar, providers.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            build();
            Files.writeString(marker, fingerprint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what an earlier start left in the server's own database, H2: each start makes its tables anew. */
    void forgetData() {
        Path data = home.resolve("data").resolve("h2");
        try {
            if (Files.exists(data)) {
                try (Stream<Path> files = Files.list(data)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> buildArguments() {
        List<String> arguments = new ArrayList<>(
                List.of("build", "--db=" + database.option(), "--health-enabled=true", "--metrics-enabled=true"));
        arguments.addAll(options);
        return arguments;
    }

    private void build() throws IOException {
        Path log = home.resolve("build.log");
        Process build = process(buildArguments(), log).start();
        try {
            if (build.waitFor() != 0) {
                throw new IllegalStateException("Keycloak's build failed: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            build.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns Keycloak's own launcher, with the Java that runs this. */
    ProcessBuilder process(List<String> arguments, Path log) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve(windows ? "kc.bat" : "kc.sh").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("JAVA");
        return builder;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Keeps the times of the files; otherwise Keycloak would have to be built again. */
    private void copy(Path original) throws IOException {
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Path target = home.resolve(original.relativize(file).toString());
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static String fingerprint(Path original, List<Path> jars) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(original.resolve("version.txt")));
            for (Path jar : jars) {
                digest.update(Files.readAllBytes(jar));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
