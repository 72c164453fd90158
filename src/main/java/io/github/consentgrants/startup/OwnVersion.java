package io.github.consentgrants.startup;

import java.util.Map;
import java.util.Optional;

/** The version of this extension, as its jar says. */
public final class OwnVersion {
    private static final String NAME = "consent-grants";

    private OwnVersion() {}

    /** Returns the version, or "unknown" where the classes are in no jar. */
    public static String value() {
        return Optional.ofNullable(OwnVersion.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }

    /** Returns what the admin console shows of a provider of this extension. */
    public static Map<String, String> info() {
        return Map.of(NAME, value());
    }
}
