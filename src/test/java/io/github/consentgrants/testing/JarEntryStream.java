package io.github.consentgrants.testing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** An entry of a jar; closing it closes the jar. */
final class JarEntryStream extends FilterInputStream {
    private final JarFile jar;

    private JarEntryStream(JarFile jar, InputStream entry) {
        super(entry);
        this.jar = jar;
    }

    /** Opens the first entry whose name ends with {@code suffix}. */
    static JarEntryStream open(Path file, String suffix) throws IOException {
        JarFile jar = new JarFile(file.toFile());
        try {
            return new JarEntryStream(
                    jar,
                    jar.getInputStream(jar.stream()
                            .filter(entry -> entry.getName().endsWith(suffix))
                            .findFirst()
                            .orElseThrow()));
        } catch (IOException | RuntimeException e) {
            jar.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        jar.close();
    }
}
