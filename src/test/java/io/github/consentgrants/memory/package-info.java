/** A second store, in the memory of one server: the example of docs/spi.md. Not for production, since a restart forgets all grants. */
package io.github.consentgrants.memory;
