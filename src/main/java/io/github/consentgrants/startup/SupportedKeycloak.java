package io.github.consentgrants.startup;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which versions of Keycloak this extension runs on. It needs nothing of Keycloak's, so it can say so on a version that lacks what the
 * rest needs (docs/adr/0112).
 */
public final class SupportedKeycloak {
    private static final int MAJOR = 26;
    private static final int MINOR = 7;
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\..*");

    private SupportedKeycloak() {}

    /**
     * Stops a Keycloak that is too old.
     *
     * @param version of Keycloak
     * @throws IllegalStateException saying which versions are supported
     */
    public static void require(String version) {
        problem(version).ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
    }

    /** A version that cannot be read is somebody's own build: what is missing there shows when the classes are linked. */
    static Optional<String> problem(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        if (!numbers.matches()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        if (major > MAJOR || (major == MAJOR && minor >= MINOR)) {
            return Optional.empty();
        }
        return Optional.of("Consent grants need Keycloak " + MAJOR + "." + MINOR + ".0 or newer, and this is Keycloak "
                + version + ": update Keycloak, or take the jar of consent grants out of providers/");
    }
}
