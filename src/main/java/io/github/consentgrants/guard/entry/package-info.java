/**
 * The doors at which requests come in: the authorization endpoint, pushed requests, SAML, device and backchannel authentication.
 */
@NullMarked
package io.github.consentgrants.guard.entry;

import org.jspecify.annotations.NullMarked;
