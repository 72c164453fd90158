package io.github.consentgrants.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Stops the shared servers and the shared browser at the end of the test run, while Maven still waits for it: a shutdown hook would run beside the
 * report on what the servers have recorded.
 */
public final class SharedServers implements LauncherSessionListener {
    @Override
    public void launcherSessionClosed(LauncherSession session) {
        Chromium.stopShared();
        KeycloakServer.stopShared();
    }
}
