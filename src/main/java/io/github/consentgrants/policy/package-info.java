/**
 * Who is asked, how often and for what: the rules, which are pure, and what they read of a realm's client policies and client
 * scopes. Nothing here is read from what a client can change itself.
 */
@NullMarked
package io.github.consentgrants.policy;

import org.jspecify.annotations.NullMarked;
