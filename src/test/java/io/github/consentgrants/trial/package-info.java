/** How operators deploy Keycloak: each test is a server of its own with other options. {@code mvn verify -Ptrials}. */
package io.github.consentgrants.trial;
