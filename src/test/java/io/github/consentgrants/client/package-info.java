/** The admin API as a Java client sees it: the interface of Keycloak's admin client, from which docs/openapi.json is made. */
package io.github.consentgrants.client;
