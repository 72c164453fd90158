/** {@code mvn -Pdemo}: Keycloak with the jar, PostgreSQL and a small relying party, on this machine only. */
package io.github.consentgrants.demo;
