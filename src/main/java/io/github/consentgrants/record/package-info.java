/**
 * The record of a decision as a document: its members, its JSON and its bound. Pure: no Keycloak types, no persistence.
 */
@NullMarked
package io.github.consentgrants.record;

import org.jspecify.annotations.NullMarked;
