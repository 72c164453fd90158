package io.github.consentgrants.clients;

import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Apache with mod_auth_openidc in front of one page, which says who is signed in. */
final class Apache implements AutoCloseable {
    private static final List<String> LOADED =
            List.of("mpm_event", "authn_core", "authz_core", "authz_user", "auth_openidc", "dir", "include");

    private final Path folder;
    private final int port = KeycloakServer.freePort();
    private final Process process;

    /** Starts it as the client "app" of a realm. */
    Apache(TestRealm realm) throws IOException, InterruptedException {
        // Its workers are another user's, who has to read this.
        folder = Files.createTempDirectory("consent-grants-apache");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path pages = Files.createDirectories(folder.resolve("pages/protected"));
        Files.writeString(pages.resolve("index.shtml"), "Signed in as <!--#echo var=\"REMOTE_USER\" -->");
        Path configuration = folder.resolve("apache2.conf");
        Files.writeString(configuration, configuration(realm));
        process = new ProcessBuilder(
                        Needs.APACHE.toString(),
                        "-d",
                        folder.toString(),
                        "-f",
                        configuration.toString(),
                        "-DFOREGROUND")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        awaitStart();
    }

    private String configuration(TestRealm realm) {
        String modules = LOADED.stream()
                .map(name -> "LoadModule " + name + "_module " + Needs.MODULES + "/mod_" + name + ".so\n")
                .collect(Collectors.joining());
        return modules
                + """
                ServerName localhost
                Listen 127.0.0.1:%1$d
                User www-data
                Group www-data
                PidFile %2$s/apache2.pid
                ErrorLog %2$s/error.log
                DocumentRoot %2$s/pages
                DirectoryIndex index.shtml
                <Directory %2$s/pages>
                  Options +Includes
                  ForceType text/html
                  SetOutputFilter INCLUDES
                  Require all granted
                </Directory>
                OIDCProviderMetadataURL %3$s/realms/%4$s/.well-known/openid-configuration
                OIDCClientID app
                OIDCClientSecret secret
                OIDCRedirectURI http://localhost:%1$d/protected/callback
                OIDCScope "openid profile"
                OIDCPKCEMethod S256
                OIDCRemoteUserClaim preferred_username
                OIDCCryptoPassphrase %5$s
                <Location /protected>
                  AuthType openid-connect
                  Require valid-user
                </Location>
                """.formatted(
                                port,
                                folder,
                                realm.server().baseUrl(),
                                realm.name(),
                                UUID.randomUUID().toString());
    }

    private void awaitStart() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (!listens()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                String log = log();
                close();
                throw new IllegalStateException("Apache did not start: " + log);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns what it has logged. */
    String log() throws IOException {
        StringBuilder log = new StringBuilder();
        for (String name : List.of("output.log", "error.log")) {
            Path file = folder.resolve(name);
            log.append(Files.exists(file) ? Files.readString(file) : "");
        }
        return log.toString();
    }

    URI page() {
        return URI.create("http://localhost:" + port + "/protected/");
    }

    String callback() {
        return "http://localhost:" + port + "/protected/callback";
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
