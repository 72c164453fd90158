/**
 * What an operator and an auditor see: events with names and reasons, never a token, a code or a secret.
 */
@NullMarked
package io.github.consentgrants.audit;

import org.jspecify.annotations.NullMarked;
