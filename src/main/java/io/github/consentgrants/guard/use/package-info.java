/**
 * The doors at which tokens are shown to Keycloak: introspection and userinfo.
 */
@NullMarked
package io.github.consentgrants.guard.use;

import org.jspecify.annotations.NullMarked;
