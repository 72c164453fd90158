/**
 * The pure core: what a decision is bound to, the token that names it, and the outcome of spending it. No Keycloak types, no
 * persistence: everything here can be reasoned about, and tested, on its own.
 */
@NullMarked
package io.github.consentgrants.grant;

import org.jspecify.annotations.NullMarked;
