/**
 * Whole sign-ins on an optimized Keycloak in production mode, over HTTP: against Keycloak's own consent page, against the
 * server without the jar, and on one to three nodes.
 */
package io.github.consentgrants.bench.signin;
