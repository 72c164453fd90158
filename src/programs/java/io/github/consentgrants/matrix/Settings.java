package io.github.consentgrants.matrix;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a run looks at.
 *
 * @param versions of Keycloak, the oldest first
 * @param javas major versions
 * @param older a Keycloak that is too old
 * @param complete whether the run looks at all of it, so that it may write the README
 */
record Settings(List<String> versions, List<Integer> javas, String older, boolean complete) {
    /** Those that there are, and the next ones that there may be: a version that nobody serves is said to be so. */
    private static final List<String> VERSIONS = List.of(
            "26.7.0", "26.7.1", "26.7.2", "26.7.3", "26.7.4", "26.7.5", "26.7.6", "26.8.0", "26.8.1", "26.8.2", "26.8.3");

    private static final List<Integer> JAVAS = List.of(17, 21, 25);
    private static final String OLDER = "26.5.6";

    static Settings fromSystemProperties() {
        List<String> versions = list("matrix.versions");
        List<String> javas = list("matrix.javas");
        return new Settings(
                versions.isEmpty() ? VERSIONS : versions,
                javas.isEmpty() ? JAVAS : javas.stream().map(Integer::valueOf).toList(),
                OLDER,
                versions.isEmpty() && javas.isEmpty());
    }

    private static List<String> list(String property) {
        String value = System.getProperty(property, "");
        // An unset property of the POM may come as it stands there.
        return value.isBlank() || value.contains("$")
                ? List.of()
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    static Path buildDirectory() {
        return Path.of(System.getProperty("build.directory", "target"));
    }

    static Path jar() {
        return Path.of(System.getProperty("consentgrants.jar"));
    }

    /** Returns the version that the jar was compiled against. */
    static String compiledAgainst() {
        return System.getProperty("keycloak.version");
    }
}
