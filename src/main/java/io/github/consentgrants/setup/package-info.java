/**
 * How a realm is set up: what its flows look like, what is missing, and the changes that complete it. Planning is pure; only
 * {@code RealmChanges} changes a realm.
 */
@NullMarked
package io.github.consentgrants.setup;

import org.jspecify.annotations.NullMarked;
