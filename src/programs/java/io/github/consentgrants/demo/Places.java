package io.github.consentgrants.demo;

import java.net.URI;

/**
 * Where the demo listens: on this machine only.
 *
 * @param keycloakPort of Keycloak ({@code -Ddemo.port})
 * @param appPort of the application ({@code -Ddemo.app.port})
 */
public record Places(int keycloakPort, int appPort) {
    private static final int KEYCLOAK = 8080;
    private static final int APP = 8180;

    /** Returns the ports of the system properties, or the usual ones. */
    public static Places ofSystem() {
        return new Places(Integer.getInteger("demo.port", KEYCLOAK), Integer.getInteger("demo.app.port", APP));
    }

    URI app() {
        return URI.create("http://localhost:" + appPort + "/");
    }

    URI redirectUri() {
        return app().resolve("callback");
    }

    URI admin() {
        return URI.create("http://localhost:" + keycloakPort + "/admin/");
    }

    URI endpoints() {
        return realm("/protocol/openid-connect/");
    }

    URI myApprovals() {
        return realm("/consent-grants");
    }

    private URI realm(String path) {
        return URI.create("http://localhost:" + keycloakPort + "/realms/demo" + path);
    }
}
