package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Approvals.Approved;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Documentation;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the pages for auditors, resource servers and who looks for trouble. */
@DisplayName("Given a realm with approvals")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The lines are for a POSIX shell")
final class DocumentationIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @TempDir
    private Path folder;

    private String run(String lines, TestRealm realm, Map<String, String> environment) throws Exception {
        return Documentation.run(lines, server.baseUrl(), realm.name(), folder, environment);
    }

    @Test
    @DisplayName(
            "when the auditors' lines are run, then decisions are listed, exported to the last, and one has a receipt")
    void auditors() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            Approvals approvals = new Approvals(realm);
            Approved approved = approvals.approve(Map.of());
            approvals.deny(Map.of());
            approvals.revoke(approved.id());
            String lines = "";
            for (int i = 0; i < 3; i++) {
                lines += Documentation.lines("docs/auditors.md", i);
            }
            String printed = run(lines, realm, Map.of());
            assertThat(printed).contains("\"decision\" : \"denied\"", "\"state\" : \"revoked\"", "{\"exported\":2}");
            assertThat(Files.readAllLines(folder.resolve("decisions.ndjson"))).hasSize(3);
            assertThat(Files.readString(folder.resolve("receipt.jwt")))
                    .matches("(?s)\\s*\"?[\\w-]+\\.[\\w-]+\\.[\\w-]+\"?\\s*");
        }
    }

    @Test
    @DisplayName(
            "when a resource server asks introspection as documented, then it learns the approval, and later that it was taken back")
    void resourceServers() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            realm.addMapper(
                    "app",
                    "consent-grant-mapper",
                    Map.of("access.token.claim", "true", "introspection.token.claim", "true"));
            Approvals approvals = new Approvals(realm);
            realm.addClient("api");
            realm.updateClient("api", Map.of("secret", "secret", "consentRequired", false));
            realm.updateAttributes("api", Map.of("allow.token.introspection.without.audience.check", "true"));
            Approved approved = approvals.approve(Map.of());
            Map<String, String> token =
                    Map.of("token", approvals.redeem(approved).text("access_token"));
            String lines = Documentation.lines("docs/resource-servers.md", 0);
            assertThat(run(lines, realm, token)).contains("\"active\":true", "\"consent_id\":\"" + approved.id());
            approvals.revoke(approved.id());
            assertThat(run(lines, realm, token)).contains("\"active\":false").doesNotContain(approved.id());
        }
    }

    @Test
    @DisplayName("when the troubleshooting page's lines are run, then the realm's status is printed")
    void troubleshooting() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            assertThat(run(Documentation.lines("docs/troubleshooting.md", 0), realm, Map.of()))
                    .contains("\"state\" : \"", "\"problems\"");
        }
    }
}
