/** What the extension does on a real Keycloak, with a real database. */
package io.github.consentgrants.it;
