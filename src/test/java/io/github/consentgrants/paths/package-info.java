/**
 * Every way that Keycloak has to a code, and the attacks on it, on a real server. Each test ends in one of two ways: the page
 * was shown and exactly one code followed the click, or the client got a standard error and nothing was issued. The table of
 * paths is in docs/threat-model.md.
 */
package io.github.consentgrants.paths;
