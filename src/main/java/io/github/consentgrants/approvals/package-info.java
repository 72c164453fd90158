/**
 * The user's own approvals: the page "My approvals" and its REST twin, {@code /realms/{realm}/consent-grants}. Only ever those of the user
 * who is signed in.
 */
@NullMarked
package io.github.consentgrants.approvals;

import org.jspecify.annotations.NullMarked;
