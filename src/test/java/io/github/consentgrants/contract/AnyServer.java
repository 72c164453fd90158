package io.github.consentgrants.contract;

import java.net.URI;

/** A part of the contract needs no more than an address. */
public interface AnyServer {
    /** Returns where Keycloak is. Among its providers are this jar's, which call the store in the server. */
    URI baseUrl();
}
