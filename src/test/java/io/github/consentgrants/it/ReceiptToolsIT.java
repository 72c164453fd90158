package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
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
    private static final Path NODE = Path.of("src", "test", "node");
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

    /** What a command ended with and said. */
    private record Run(int exit, String out) {}

    private Run run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        Path kcadm = Path.of(System.getProperty("keycloak.home"), "bin").toAbsolutePath();
        environment.put("PATH", kcadm + ":" + environment.get("PATH"));
        environment.put("KC_CLI_PASSWORD", "admin");
        environment.put("KC_OPTS", "-XX:TieredStopAtLevel=1 -Duser.home=" + folder);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), Files.readString(log));
    }

    private static void require(String... tools) {
        for (String tool : tools) {
            boolean there = Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
            available(there, tool + " was not found: install it");
        }
    }

    /** Fails in CI, and says why it is skipped elsewhere. */
    private static void available(boolean there, String reason) {
        if (!there && System.getenv("CI") != null) {
            fail(reason);
        }
        if (!there) {
            System.out.println("SKIPPED: " + reason);
        }
        Assumptions.assumeTrue(there, reason);
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
        require("jq", "openssl", "curl");
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
        require("jq", "openssl");
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

    /** Has npm fetch the library once for this build: its version and digest are in package-lock.json. */
    private List<String> nodeCommand() throws Exception {
        require("node", "npm");
        Path build = Files.createDirectories(
                Path.of(System.getProperty("build.directory"), "receipt-node").toAbsolutePath());
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(NODE.resolve(file), build.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.isDirectory(build.resolve("node_modules/jose"))) {
            List<String> npm = new ArrayList<>(List.of("npm", "ci", "--ignore-scripts", "--prefer-offline"));
            npm.addAll(List.of("--no-audit", "--no-fund"));
            Run installed = run(build, npm);
            available(installed.exit() == 0, "npm cannot fetch jose: " + installed.out());
        }
        Files.writeString(build.resolve("verify.mjs"), block("js", 0));
        return List.of("node", build.resolve("verify.mjs").toString(), "jwks.json", "receipt.jwt");
    }
}
