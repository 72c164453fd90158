package io.github.consentgrants.testing;

import io.github.consentgrants.testing.Tools.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The npm packages of the tests: their versions and digests are in {@code src/test/node/package-lock.json}. */
public final class NodeModules {
    private static final Path SOURCE = Path.of("src", "test", "node");
    private static final String LOCK = "package-lock.json";
    private static final List<String> NPM_CI =
            List.of("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund");

    private NodeModules() {}

    /** Returns the folder that has them in {@code node_modules}; has npm fetch them once for a build. */
    public static synchronized Path folder() throws IOException, InterruptedException {
        Tools.require("node", "npm");
        Path folder = Files.createDirectories(
                KeycloakServer.buildDirectory().resolve("node").toAbsolutePath());
        Path fetched = folder.resolve("node_modules").resolve("fetched.json");
        if (!Files.exists(fetched) || Files.mismatch(fetched, SOURCE.resolve(LOCK)) != -1) {
            for (String file : List.of("package.json", LOCK)) {
                Files.copy(SOURCE.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Run installed = Tools.run(folder, folder.resolve("npm.log"), NPM_CI, Map.of());
            Tools.available(installed.exit() == 0, "npm cannot fetch the packages of the tests: " + installed.out());
            Files.copy(SOURCE.resolve(LOCK), fetched);
        }
        return folder;
    }

    /** Returns a file of a package. */
    public static Path file(String name) throws IOException, InterruptedException {
        return folder().resolve("node_modules").resolve(name);
    }
}
