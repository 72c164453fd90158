package io.github.consentgrants.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The lines of the documentation for a shell, run as they stand there, with the addresses and names of the test. */
public final class Documentation {
    private static final String BLOCK = "```bash\n";

    private Documentation() {}

    /** Returns one of a page's blocks for a shell, without what it is indented by. */
    public static String lines(String file, int number) throws IOException {
        return block(file, BLOCK, number).stripIndent();
    }

    /**
     * Returns one of a page's blocks.
     *
     * @param opening the line that opens such a block
     */
    public static String block(String file, String opening, int number) throws IOException {
        String text = Files.readString(Path.of(file));
        int start = 0;
        for (int i = 0; i <= number; i++) {
            int found = text.indexOf(opening, start);
            assertThat(found).as(file + " has no block " + number).isNotNegative();
            start = found + opening.length();
        }
        return text.substring(start, text.indexOf("```", start));
    }

    /**
     * Runs lines with Keycloak's own kcadm.sh on the path, and returns what they print. They fail with the first command that fails.
     *
     * @param environment further variables
     */
    public static String run(String documented, URI server, String realm, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        String lines = documented
                .replace("http://localhost:8080", server.toString())
                .replace("-r demo", "-r " + realm)
                .replace("realms/demo", "realms/" + realm)
                .replace("my-app", "app");
        return shell(lines, folder, environment);
    }

    /** Runs lines as they are. */
    public static String shell(String lines, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path log = folder.resolve("shell.log");
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", lines)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> variables = shell.environment();
        String kcadm = Path.of(System.getProperty("keycloak.home"), "bin")
                .toAbsolutePath()
                .toString();
        variables.put("PATH", kcadm + ":" + variables.get("PATH"));
        variables.put("KC_CLI_PASSWORD", "admin");
        variables.put("KC_OPTS", "-XX:TieredStopAtLevel=1 -Duser.home=" + folder);
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.putAll(environment);
        Process process = shell.start();
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }
}
