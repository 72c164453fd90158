/** What callers do in the benchmarks of the store, inside Keycloak and beside it. */
package io.github.consentgrants.bench.work;
