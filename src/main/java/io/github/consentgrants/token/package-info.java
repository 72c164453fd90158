/**
 * What tokens say of the grant that they come from, and whether that grant still stands.
 */
@NullMarked
package io.github.consentgrants.token;

import org.jspecify.annotations.NullMarked;
