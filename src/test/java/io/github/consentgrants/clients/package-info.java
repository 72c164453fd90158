/** Clients that other people wrote, as their own documentation says, against gated clients of a realm. */
package io.github.consentgrants.clients;
