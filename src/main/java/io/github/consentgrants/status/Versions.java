package io.github.consentgrants.status;

import io.github.consentgrants.startup.OwnVersion;
import org.keycloak.common.Version;

/** Which versions run here. */
final class Versions {
    private Versions() {}

    static Snapshot.Versions here() {
        return new Snapshot.Versions(OwnVersion.value(), String.valueOf(Version.VERSION));
    }
}
