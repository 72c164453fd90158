package io.github.consentgrants.testing;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of this machine that tests run. */
public final class Tools {
    private Tools() {}

    /** What a command ended with and said. */
    public record Run(int exit, String out) {}

    /** Runs a command to its end; what it says goes through a file. */
    public static Run run(Path directory, Path log, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(4, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(command.get(0) + " does not end");
        }
        return new Run(process.exitValue(), Files.readString(log));
    }

    /** Wants the tools on the path; without one the test fails in CI, and says elsewhere why it is skipped. */
    public static void require(String... tools) {
        for (String tool : tools) {
            available(isThere(tool), tool + " was not found: install it");
        }
    }

    /** Says whether a tool is on the path. */
    public static boolean isThere(String tool) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }

    /** Fails in CI, and says why it is skipped elsewhere. */
    public static void available(boolean there, String reason) {
        if (!there && System.getenv("CI") != null) {
            fail(reason);
        }
        if (!there) {
            System.out.println("SKIPPED: " + reason);
        }
        Assumptions.assumeTrue(there, reason);
    }
}
