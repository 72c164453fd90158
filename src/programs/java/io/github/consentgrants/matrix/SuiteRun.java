package io.github.consentgrants.matrix;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One run of tagged integration tests, with the jar as it is, on one distribution of Keycloak and one Java: tests and server.
 *
 * @param tag of the tests
 * @param keycloak its version
 * @param home the distribution, unpacked
 * @param jdk the Java
 * @param options further ones of Keycloak's build
 */
record SuiteRun(String tag, String keycloak, Path home, Jdk jdk, String options) {
    static final String RESULT = "Result: ";
    private static final Pattern COUNTS =
            Pattern.compile(RESULT + "(\\d+) passed, (\\d+) failed, (\\d+) skipped");

    /** What came of it; a run that ended without a result failed. */
    record Tests(int passed, int failed, int skipped, boolean ended, Path log) {
        boolean isRed() {
            return !ended || failed > 0 || passed == 0;
        }
    }

    Tests run(List<Path> classPath) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Settings.buildDirectory()
                .resolve("matrix")
                .resolve(keycloak + "-java" + jdk.major())
                .toAbsolutePath());
        Path log = folder.resolve(tag + ".log");
        Path arguments = folder.resolve(tag + ".arguments");
        Files.writeString(
                arguments,
                arguments(folder, classPath).stream()
                        .map(argument -> '"' + argument.replace("\\", "\\\\") + '"')
                        .collect(Collectors.joining("\n")));
        Process tests = new ProcessBuilder(jdk.java().toString(), "@" + arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = tests.waitFor();
        Matcher counts = COUNTS.matcher(Files.readString(log));
        if (!counts.find()) {
            return new Tests(0, 0, 0, false, log);
        }
        int failed = Integer.parseInt(counts.group(2));
        return new Tests(
                Integer.parseInt(counts.group(1)),
                failed,
                Integer.parseInt(counts.group(3)),
                status == 0 || failed > 0,
                log);
    }

    /** The same properties as Maven's plugin for the integration tests gives. */
    private List<String> arguments(Path folder, List<Path> classPath) {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "build.directory", folder.toString(),
                "consentgrants.jar", Settings.jar().toAbsolutePath().toString(),
                "consentgrants.environment", "distribution",
                "consentgrants.server.options", options,
                "consentgrants.password.policy", "hashAlgorithm(pbkdf2-sha512) and hashIterations(1)",
                "contract.races", "20",
                "jdk.httpclient.keepalive.timeout", "10",
                "keycloak.version", keycloak,
                "keycloak.home", home.toAbsolutePath().toString()));
        List<String> arguments = new ArrayList<>();
        properties.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        arguments.addAll(List.of(
                "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                ShortSuite.class.getName(),
                tag));
        return arguments;
    }
}
