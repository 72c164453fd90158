/**
 * The door of client registration: a client cannot free itself of the gate.
 */
@NullMarked
package io.github.consentgrants.guard.registration;

import org.jspecify.annotations.NullMarked;
