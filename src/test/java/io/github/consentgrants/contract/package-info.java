/**
 * What the store does on every database, written once: an interface for each part of the contract, and a class for each
 * database that a real Keycloak is started on.
 */
package io.github.consentgrants.contract;
