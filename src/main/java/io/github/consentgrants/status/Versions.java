package io.github.consentgrants.status;

import java.util.Optional;
import org.keycloak.common.Version;

/** Which versions run here. */
final class Versions {
    private static final String UNKNOWN = "unknown";

    private Versions() {}

    static Snapshot.Versions here() {
        return new Snapshot.Versions(
                Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                        .orElse(UNKNOWN),
                String.valueOf(Version.VERSION));
    }
}
