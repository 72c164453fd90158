/** What every test-only jar has: the classes here run inside the server. */
package io.github.consentgrants.testing.resource;
