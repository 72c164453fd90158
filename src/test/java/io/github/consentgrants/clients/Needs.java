package io.github.consentgrants.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Tools;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the profile {@code clients} needs of the machine: without it the tests fail and say so. */
final class Needs {
    static final Path APACHE = Path.of("/usr/sbin/apache2");
    static final Path MODULES = Path.of("/usr/lib/apache2/modules");

    private Needs() {}

    static void node() {
        for (String tool : new String[] {"node", "npm"}) {
            assertThat(Tools.isThere(tool))
                    .as("mvn verify -Pclients needs %s (20 or newer) on the path", tool)
                    .isTrue();
        }
    }

    static void apache() {
        assertThat(APACHE)
                .as("mvn verify -Pclients needs Apache: apt-get install apache2")
                .matches(Files::isExecutable);
        assertThat(MODULES.resolve("mod_auth_openidc.so"))
                .as("mvn verify -Pclients needs mod_auth_openidc: apt-get install libapache2-mod-auth-openidc")
                .exists();
    }
}
