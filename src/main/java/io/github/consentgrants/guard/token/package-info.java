/**
 * The door of the token endpoint: codes, refresh tokens, and the grant types without a click.
 */
@NullMarked
package io.github.consentgrants.guard.token;

import org.jspecify.annotations.NullMarked;
