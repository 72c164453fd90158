package io.github.consentgrants.clients;

import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.NodeModules;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A script of {@code src/test/node} that answers in lines: a word, and what belongs to it. */
final class NodeProgram implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;

    NodeProgram(String script, Map<String, String> settings) throws IOException, InterruptedException {
        Path folder = NodeModules.folder();
        Files.copy(Path.of("src", "test", "node", script), folder.resolve(script), StandardCopyOption.REPLACE_EXISTING);
        process = new ProcessBuilder("node", script, Admin.JSON.writeValueAsString(settings))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        out = process.inputReader();
        in = process.outputWriter();
    }

    /** Returns what the next line says after a word, with which it has to begin. */
    String expect(String word) throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(word + " ")) {
            throw new IllegalStateException("Expected " + word + ", not " + line);
        }
        return line.substring(word.length() + 1);
    }

    void say(String line) throws IOException {
        in.write(line);
        in.newLine();
        in.flush();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
