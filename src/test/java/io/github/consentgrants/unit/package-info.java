/** What unit tests stand on: Keycloak's interfaces, mocked, with a memory where a test needs one. */
package io.github.consentgrants.unit;
