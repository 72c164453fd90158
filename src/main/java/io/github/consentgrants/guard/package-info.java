/**
 * The last checks before a code exists. They hold on every path, whatever the flow did before.
 */
@NullMarked
package io.github.consentgrants.guard;

import org.jspecify.annotations.NullMarked;
