/**
 * What the page shows of a request: one value, made in one place, whose digest is bound. The template gets this value and no
 * other source, so that what is approved is what was seen.
 */
@NullMarked
package io.github.consentgrants.display;

import org.jspecify.annotations.NullMarked;
