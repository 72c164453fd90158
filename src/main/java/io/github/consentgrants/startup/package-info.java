/**
 * What tells this extension's factories from those of others, when the server starts.
 */
@NullMarked
package io.github.consentgrants.startup;

import org.jspecify.annotations.NullMarked;
