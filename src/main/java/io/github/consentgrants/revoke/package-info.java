/**
 * Takes approvals back, whoever asks for it, and ends what they gave.
 */
@NullMarked
package io.github.consentgrants.revoke;

import org.jspecify.annotations.NullMarked;
