package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.NodeModules;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.Tools;
import io.github.consentgrants.testing.Tools.Run;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs what docs/receipts.md says, in a shell and in Node. */
@DisplayName("Given a receipt and the keys of its realm, as files")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The lines are for a POSIX shell")
final class ReceiptToolsIT {
    private static final Path PAGE = Path.of("docs", "receipts.md");
    private static final List<String> OPENSSL = List.of("bash", "-euo", "pipefail", "verify.sh");

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @TempDir
    private Path folder;

    private TestRealm realm;
    private String receipt;

    @BeforeEach
    void createReceipt() throws Exception {
        realm = TestRealm.create(server);
        UserAgent agent = new UserAgent();
        Browser.authorize(agent, Browser.signIn(agent, realm.app().request(Map.of()), "alice"));
        String path = "/realms/" + realm.name() + "/consent-grants";
        String id = server.admin().get(path).at("/grants/0/id").asText();
        receipt = server.admin().send("GET", path + "/" + id + "/receipt", null).body();
        save(receipt, keys(realm.name()));
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private String keys(String realmName) throws IOException {
        URI keys = server.baseUrl().resolve("/realms/" + realmName + "/protocol/openid-connect/certs");
        try (InputStream in = keys.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void save(String jws, String keys) throws IOException {
        Files.writeString(folder.resolve("receipt.jwt"), jws + "\n");
        Files.writeString(folder.resolve("jwks.json"), keys);
        Files.deleteIfExists(folder.resolve("receipt.json"));
    }

    private static String block(String language, int index) throws IOException {
        String[] blocks = Files.readString(PAGE).split("```" + language + "\n", -1);
        return blocks[index + 1].substring(0, blocks[index + 1].indexOf("```"));
    }

    private Run run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path kcadm = Path.of(System.getProperty("keycloak.home"), "bin").toAbsolutePath();
        return Tools.run(
                directory,
                folder.resolve("log"),
                command,
                Map.of(
                        "PATH",
                        kcadm + ":" + System.getenv("PATH"),
                        "KC_CLI_PASSWORD",
                        "admin",
                        "KC_OPTS",
                        "-XX:TieredStopAtLevel=1 -Duser.home=" + folder,
                        "JAVA_HOME",
                        System.getProperty("java.home")));
    }

    /** Receipts and keys that must be refused, by what is wrong with them. */
    private Map<String, List<String>> wrong() throws IOException {
        String[] parts = receipt.split("\\.", -1);
        String keys = keys(realm.name());
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        "{\"alg\":\"none\",\"typ\":\"consent-receipt+jwt\"}".getBytes(StandardCharsets.US_ASCII));
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.US_ASCII);
        String changed = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(payload.replace("\"granted\"", "\"grantee\"").getBytes(StandardCharsets.US_ASCII));
        char other = parts[2].charAt(100) == 'A' ? 'B' : 'A';
        return Map.of(
                "a byte of the payload",
                List.of(parts[0] + "." + changed + "." + parts[2], keys),
                "a byte of the signature",
                List.of(
                        parts[0] + "." + parts[1] + "." + parts[2].substring(0, 100) + other + parts[2].substring(101),
                        keys),
                "no algorithm",
                List.of(none + "." + parts[1] + ".", keys),
                "another realm's key",
                List.of(receipt, keys("master")),
                "another realm's key under the same id",
                List.of(receipt, renamed(keys("master"), parts[0])));
    }

    /** The keys with the key id that a header names. */
    private static String renamed(String keys, String header) throws IOException {
        JsonNode read = Admin.JSON.readTree(Base64.getUrlDecoder().decode(header));
        JsonNode all = Admin.JSON.readTree(keys);
        for (JsonNode key : all.path("keys")) {
            if ("sig".equals(key.path("use").asText())) {
                ((ObjectNode) key).set("kid", read.path("kid"));
            }
        }
        return all.toString();
    }

    @Test
    @DisplayName("when it is fetched and checked by the documented lines, then it is verified and can be read")
    void shell() throws Exception {
        Tools.require("jq", "openssl", "curl");
        save("nothing", "{}");
        String fetch = block("bash", 0)
                .replace("http://localhost:8080", server.baseUrl().toString())
                .replace("-r demo", "-r " + realm.name())
                .replace("realms/demo", "realms/" + realm.name());
        Run fetched = run(folder, List.of("bash", "-euo", "pipefail", "-c", fetch));
        assertThat(fetched.exit()).as(fetched.out()).isZero();
        Files.writeString(folder.resolve("verify.sh"), block("bash", 1));
        Run verified = run(folder, OPENSSL);
        assertThat(verified.exit()).as(verified.out()).isZero();
        assertThat(verified.out()).contains("Verified OK");
        assertThat(Admin.JSON
                        .readTree(folder.resolve("receipt.json").toFile())
                        .path("pii_principal_id")
                        .asText())
                .isEqualTo(realm.userId("alice"));
    }

    @Test
    @DisplayName("when it is changed or not signed by the realm, then the documented lines refuse it")
    void shellRefuses() throws Exception {
        Tools.require("jq", "openssl");
        Files.writeString(folder.resolve("verify.sh"), block("bash", 1));
        for (Map.Entry<String, List<String>> wrong : wrong().entrySet()) {
            save(wrong.getValue().get(0), wrong.getValue().get(1));
            Run run = run(folder, OPENSSL);
            assertThat(run.exit()).as(wrong.getKey()).isNotZero();
            assertThat(run.out()).as(wrong.getKey()).doesNotContain("Verified OK");
            assertThat(folder.resolve("receipt.json")).as(wrong.getKey()).doesNotExist();
        }
    }

    @Test
    @DisplayName(
            "when Node's jose checks it, then it is verified, also after a rotation of the key; a wrong one is refused")
    void jose() throws Exception {
        List<String> command = nodeCommand();
        String payload =
                new String(Base64.getUrlDecoder().decode(receipt.split("\\.", -1)[1]), StandardCharsets.US_ASCII);
        Run verified = run(folder, command);
        assertThat(verified.exit()).as(verified.out()).isZero();
        assertThat(verified.out()).isEqualTo(payload);

        server.admin()
                .post(
                        "/realms/" + realm.name() + "/components",
                        Map.of(
                                "name",
                                "new",
                                "providerId",
                                "rsa-generated",
                                "providerType",
                                "org.keycloak.keys.KeyProvider",
                                "parentId",
                                realm.id(),
                                "config",
                                Map.of("priority", List.of("200"))));
        save(receipt, keys(realm.name()));
        assertThat(run(folder, command)).isEqualTo(verified);

        for (Map.Entry<String, List<String>> wrong : wrong().entrySet()) {
            save(wrong.getValue().get(0), wrong.getValue().get(1));
            Run run = run(folder, command);
            assertThat(run.exit()).as(wrong.getKey()).isNotZero();
            assertThat(run.out()).as(wrong.getKey()).doesNotContain("consent-grants/receipt/v1");
        }
    }

    /** Node finds the library beside the script. */
    private static List<String> nodeCommand() throws Exception {
        Path script = NodeModules.folder().resolve("verify.mjs");
        Files.writeString(script, block("js", 0));
        return List.of("node", script.toString(), "jwks.json", "receipt.jwt");
    }
}
