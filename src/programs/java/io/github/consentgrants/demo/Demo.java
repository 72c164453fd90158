package io.github.consentgrants.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Starts everything, prints where it is, and waits for Ctrl-C; with {@code -Ddemo.once} signs in by itself and ends. */
public final class Demo {
    static final int KEYCLOAK_PORT = 8080;
    static final int APP_PORT = 8180;
    static final URI REDIRECT_URI = URI.create("http://localhost:" + APP_PORT + "/callback");
    static final URI MY_APPROVALS = URI.create("http://localhost:" + KEYCLOAK_PORT + "/realms/demo/consent-grants");
    private static final URI ENDPOINTS =
            URI.create("http://localhost:" + KEYCLOAK_PORT + "/realms/demo/protocol/openid-connect/");

    private Demo() {}

    /** Runs the demo; the exit status is 0 only if everything held. */
    public static void main(String[] args) throws Exception {
        for (int port : new int[] {KEYCLOAK_PORT, APP_PORT}) {
            if (!isFree(port)) {
                end(1, "Port " + port + " is in use: stop what listens there and run mvn -Pdemo again.");
            }
        }
        KeycloakServer server = KeycloakServer.demo(KEYCLOAK_PORT, Demo::say);
        Thread stop = new Thread(
                () -> {
                    say("Stopping Keycloak and PostgreSQL");
                    server.close();
                },
                "stop the demo");
        Runtime.getRuntime().addShutdownHook(stop);
        importRealm(server);
        RelyingParty app = new RelyingParty(ENDPOINTS, "demo-app", "demo-app-secret");
        if (isOnce()) {
            end(new OneSignIn(server, app, Demo::say).run() ? 0 : 1, "");
        }
        try (DemoApp page = DemoApp.start(server, app)) {
            say("");
            say("Open " + page.address() + " and sign in as alice with the password alice.");
            say("Alice's approvals, where each can be taken back: " + MY_APPROVALS);
            say("Keycloak's admin console: http://localhost:" + KEYCLOAK_PORT + "/admin/ (admin / admin), realm demo.");
            say("Everything listens on this machine only. Ctrl-C stops it all.");
            new CountDownLatch(1).await();
        }
    }

    private static boolean isOnce() {
        String once = System.getProperty("demo.once");
        return once != null && !once.contains("$") && !once.equals("false");
    }

    private static void importRealm(KeycloakServer server) throws IOException {
        ObjectNode realm = (ObjectNode)
                Admin.JSON.readTree(Path.of("docker", "demo-realm.json").toFile());
        server.admin().post("/realms", realm);
        say("Imported the realm demo: client demo-app is gated, user alice");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** Ends the JVM, which is Maven's: an exception would bury the one line that matters. */
    private static void end(int status, String line) {
        if (!line.isEmpty()) {
            say(line);
        }
        System.exit(status);
    }
}
