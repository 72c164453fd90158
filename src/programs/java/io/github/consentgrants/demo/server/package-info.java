/** Runs inside the demo's Keycloak: a store that can present the last token once more. */
package io.github.consentgrants.demo.server;
