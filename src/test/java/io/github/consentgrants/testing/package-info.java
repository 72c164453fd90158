/** Keycloak and its database, a browser without JavaScript and a relying party: what every integration test drives. */
package io.github.consentgrants.testing;
