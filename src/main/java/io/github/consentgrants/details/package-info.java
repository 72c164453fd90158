/**
 * How the types of authorization details (RFC 9396) are put into words: the SPI, and the renderers that come with it.
 */
@NullMarked
package io.github.consentgrants.details;

import org.jspecify.annotations.NullMarked;
