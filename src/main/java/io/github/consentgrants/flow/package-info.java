/**
 * The browser-flow authenticator: asks for a grant, and consumes it in the request that issues the code.
 */
@NullMarked
package io.github.consentgrants.flow;

import org.jspecify.annotations.NullMarked;
