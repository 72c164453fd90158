package io.github.consentgrants.contract;

import io.github.consentgrants.testing.KeycloakServer;
import java.net.URI;

/** A part of the contract runs in a real Keycloak, through its own persistence unit. */
interface OnKeycloak extends AnyServer {
    KeycloakServer server();

    @Override
    default URI baseUrl() {
        return server().baseUrl();
    }
}
