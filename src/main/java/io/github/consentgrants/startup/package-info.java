/**
 * What counts when the server starts: which Keycloak it is, and which factories are this extension's.
 */
@NullMarked
package io.github.consentgrants.startup;

import org.jspecify.annotations.NullMarked;
