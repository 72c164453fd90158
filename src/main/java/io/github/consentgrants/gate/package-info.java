/**
 * Who is gated, and by which settings: read from the realm, its flows and the mark of an authorization request. It depends on nothing
 * else of this extension.
 */
@NullMarked
package io.github.consentgrants.gate;

import org.jspecify.annotations.NullMarked;
