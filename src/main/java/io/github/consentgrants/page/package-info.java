/**
 * The consent page: shows one authorization request, and turns one click into one grant or one denial.
 */
@NullMarked
package io.github.consentgrants.page;

import org.jspecify.annotations.NullMarked;
