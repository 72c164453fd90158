package io.github.consentgrants.matrix;

import io.github.consentgrants.matrix.CompileCheck.Compiled;
import io.github.consentgrants.matrix.SuiteRun.Tests;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Looks, for each version of Keycloak, at what the repositories have: runs the short suite on a distribution, compiles against jars.
 * The jar is the one that was built, against one version. Says what is missing, writes the table of the README when all was looked
 * at and nothing failed, and fails otherwise.
 */
public final class Matrix {
    private final Settings settings = Settings.fromSystemProperties();
    private final Artifacts artifacts = new Artifacts();
    private final List<Path> classPath = classPath();
    private final Map<Integer, Jdk> jdks = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    private Matrix() throws URISyntaxException {}

    public static void main(String[] args) throws Exception {
        new Matrix().run();
    }

    private void run() throws Exception {
        for (int java : settings.javas()) {
            Optional<Jdk> jdk = Jdk.find(java);
            say("Java " + java + ": " + jdk.map(found -> found.version()).orElse("not on this machine, so not run"));
            jdk.ifPresent(found -> jdks.put(java, found));
        }
        CompatibilityTable table = new CompatibilityTable(settings.javas().stream()
                .map(java -> jdks.containsKey(java) ? jdks.get(java).version() : String.valueOf(java))
                .toList());
        for (String version : settings.versions()) {
            look(version, table);
        }
        tooOld();
        say("\n" + table.render());
        if (!failures.isEmpty()) {
            throw new IllegalStateException("Failed: " + String.join("; ", failures));
        }
        if (settings.complete()) {
            Path readme = Path.of("README.md");
            Files.writeString(readme, table.into(Files.readString(readme)));
            say("Wrote the table of README.md");
        }
    }

    private void look(String version, CompatibilityTable table) throws IOException, InterruptedException {
        Compiled compiled = new CompileCheck(artifacts, classPath).against(version);
        if (compiled.of().isEmpty()) {
            say(version + ": not served");
            return;
        }
        say(version + ": compiled against " + compiled.of()
                + (compiled.missing().isEmpty() ? "" : "; not served: " + compiled.missing())
                + (compiled.isRed() ? ":\n" + compiled.problems() : ""));
        if (compiled.isRed()) {
            failures.add("compiling against " + version);
        }
        Optional<Path> home = distribution(version);
        if (home.isPresent()) {
            table.add(version, runs(version, home.get()));
        } else {
            say(version + ": no distribution is served");
            table.addCompiled(
                    version,
                    compiled.missing().size() <= 2
                            ? "compiles; no distribution to run it on"
                            : "compiles with its " + String.join(", ", compiled.of()) + "; nothing else to be had");
        }
    }

    private List<String> runs(String version, Path home) throws IOException, InterruptedException {
        List<String> cells = new ArrayList<>();
        for (int java : settings.javas()) {
            if (!jdks.containsKey(java)) {
                cells.add("not run");
                continue;
            }
            Tests tests = suite("short", version, home, jdks.get(java), "");
            cells.add(tests.passed() + " tests passed");
        }
        // From 26.8 on, Keycloak keeps no persistent user session in a cache.
        suite("uncached", version, home, jdks.values().iterator().next(), "--spi-user-sessions--infinispan--use-caches=false");
        return cells;
    }

    private Tests suite(String tag, String version, Path home, Jdk jdk, String options)
            throws IOException, InterruptedException {
        Tests tests = new SuiteRun(tag, version, home, jdk, options).run(classPath);
        String what = version + ", Java " + jdk.version() + ", " + tag;
        say(what + ": " + tests.passed() + " passed, " + tests.failed() + " failed, " + tests.skipped() + " skipped");
        if (tests.isRed()) {
            failures.add(what + " (" + tests.log() + ")");
        }
        return tests;
    }

    /** A Keycloak before the oldest supported must say so. */
    private void tooOld() throws IOException, InterruptedException {
        Optional<Path> home = distribution(settings.older());
        if (home.isEmpty()) {
            say(settings.older() + ", which is too old: not served, so not looked at");
            return;
        }
        suite("older", settings.older(), home.get(), jdks.values().iterator().next(), "");
    }

    private Optional<Path> distribution(String version) throws IOException, InterruptedException {
        Optional<Path> zip = artifacts.find("keycloak-quarkus-dist", version, "zip");
        if (zip.isEmpty()) {
            return Optional.empty();
        }
        Path folder = Settings.buildDirectory().resolve("matrix").resolve("keycloak");
        Path home = folder.resolve("keycloak-" + version);
        if (!Files.exists(home.resolve("version.txt"))) {
            unzip(zip.get(), folder);
        }
        return Optional.of(home);
    }

    private static void unzip(Path zip, Path folder) throws IOException {
        Path root = Files.createDirectories(folder).toAbsolutePath().normalize();
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream in = new ZipInputStream(file)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = root.resolve(entry.getName()).normalize();
                if (!target.startsWith(root)) {
                    throw new IOException("An entry outside of the folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                    if (entry.getName().endsWith(".sh") && !target.toFile().setExecutable(true)) {
                        throw new IOException("Cannot be made executable: " + target);
                    }
                }
            }
        }
    }

    /** Maven runs programs in a class loader of their own. */
    private static List<Path> classPath() throws URISyntaxException {
        List<Path> files = new ArrayList<>();
        if (Matrix.class.getClassLoader() instanceof URLClassLoader loader) {
            for (URL url : loader.getURLs()) {
                files.add(Path.of(url.toURI()));
            }
            return List.copyOf(files);
        }
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
    }

    private static void say(String line) {
        System.out.println("[matrix] " + line);
    }
}
