/**
 * The checks of the OpenID Connect basic and FAPI 2.0 test plans that bear on the authorization, PAR and token endpoint, under
 * the ids of the plans' modules, for stock Keycloak and for Keycloak with the jar.
 */
package io.github.consentgrants.conformance;
