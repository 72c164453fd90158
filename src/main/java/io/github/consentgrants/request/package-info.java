/**
 * The only code that turns an authentication session into a {@link io.github.consentgrants.grant.Binding}, says where
 * its consent stands, and consumes a grant for the current request.
 */
@NullMarked
package io.github.consentgrants.request;

import org.jspecify.annotations.NullMarked;
