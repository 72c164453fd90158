/**
 * Makes sure, when the server starts, that a guard stands at every door to a code or token. The doors have rooms of their own.
 */
@NullMarked
package io.github.consentgrants.guard;

import org.jspecify.annotations.NullMarked;
