/**
 * The store SPI {@code consent-grant-store}: mints, denies and consumes grants. Knows neither how rows are kept nor how a
 * Keycloak session becomes a {@link io.github.consentgrants.grant.Binding}.
 */
@NullMarked
package io.github.consentgrants.store;

import org.jspecify.annotations.NullMarked;
