/**
 * The only code that turns a Keycloak session into a {@link io.github.consentgrants.grant.Binding}, says whether a client
 * is gated, and consumes a grant for the current request.
 */
@NullMarked
package io.github.consentgrants.request;

import org.jspecify.annotations.NullMarked;
