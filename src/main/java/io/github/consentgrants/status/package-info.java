/** How a realm stands: what is read of it, and, purely, what is wrong and how to mend it. Changes nothing. */
@NullMarked
package io.github.consentgrants.status;

import org.jspecify.annotations.NullMarked;
