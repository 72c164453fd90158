package io.github.consentgrants.contract;

import io.github.consentgrants.testing.KeycloakServer;

/** A part of the contract runs in a real Keycloak, through its own persistence unit. */
interface OnKeycloak {
    KeycloakServer server();
}
