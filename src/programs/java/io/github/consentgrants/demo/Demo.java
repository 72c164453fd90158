package io.github.consentgrants.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.KeycloakServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Starts everything, prints where it is, and waits for Ctrl-C; with {@code -Ddemo.once} signs in by itself and ends. */
public final class Demo {
    private Demo() {}

    /** Runs the demo; the exit status is 0 only if everything held. */
    public static void main(String[] args) throws Exception {
        Places places = Places.ofSystem();
        // PostgreSQL's programs are unpacked into the build's directory; its data are temporary.
        System.setProperty(
                "ot.epg.working-dir",
                Path.of(System.getProperty("build.directory", "target"), "demo-postgres")
                        .toAbsolutePath()
                        .toString());
        for (int port : new int[] {places.keycloakPort(), places.appPort()}) {
            if (!isFree(port)) {
                end(1, "Port " + port + " is in use: stop what listens there and run mvn -Pdemo again.");
            }
        }
        KeycloakServer server = KeycloakServer.demo(places.keycloakPort(), Demo::say);
        Thread stop = new Thread(
                () -> {
                    say("Stopping Keycloak and PostgreSQL");
                    server.close();
                },
                "stop the demo");
        Runtime.getRuntime().addShutdownHook(stop);
        importRealm(server, places);
        if (isOnce()) {
            end(new OneSignIn(server, places, Demo::say).run() ? 0 : 1, "");
        }
        try (DemoApp app = DemoApp.start(server, places)) {
            say("");
            say("Open " + app.address() + " and sign in as alice with the password alice.");
            say("Alice's approvals, where each can be taken back: " + places.myApprovals());
            say("Keycloak's admin console: " + places.admin() + " (admin / admin), realm demo.");
            say("Everything listens on this machine only. Ctrl-C stops it all.");
            new CountDownLatch(1).await();
        }
    }

    private static boolean isOnce() {
        String once = System.getProperty("demo.once");
        return once != null && !once.contains("$") && !once.equals("false");
    }

    /** Imports the realm, whose client is sent back to where the application listens. */
    public static void importRealm(KeycloakServer server, Places places) throws IOException {
        ObjectNode realm = (ObjectNode)
                Admin.JSON.readTree(Path.of("docker", "demo-realm.json").toFile());
        ((ObjectNode) realm.path("clients").get(0))
                .putArray("redirectUris")
                .add(places.redirectUri().toString());
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
