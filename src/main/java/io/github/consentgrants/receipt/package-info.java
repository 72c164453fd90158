/**
 * The receipt of a decision as a document: record and row, shaped after ISO/IEC TS 27560:2023. Pure: no Keycloak types, no
 * persistence, no clock.
 */
@NullMarked
package io.github.consentgrants.receipt;

import org.jspecify.annotations.NullMarked;
