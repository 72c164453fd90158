/**
 * The door at the end of a sign-in: what must hold before a login protocol answers, and what leads from a code back to its grant.
 */
@NullMarked
package io.github.consentgrants.guard.code;

import org.jspecify.annotations.NullMarked;
