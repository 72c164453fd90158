/** Test-only code that runs inside the server: calls the store in real transactions and moves the clock. */
package io.github.consentgrants.probe;
