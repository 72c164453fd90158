/**
 * The store on Keycloak's own JPA connection: one row per decision, spent by one conditional {@code UPDATE}.
 */
@NullMarked
package io.github.consentgrants.store.jpa;

import org.jspecify.annotations.NullMarked;
