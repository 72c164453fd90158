package io.github.consentgrants.store;

import org.jspecify.annotations.Nullable;

/**
 * Which grants of a realm are asked for, and how many at a time.
 *
 * @param realmId Keycloak's id of the realm
 * @param filter which of them
 * @param before only those that come after this id in the order of a page, which is the last one of the page before; null for the
 *     first page
 * @param limit how many, from 1 to {@value #MAX_LIMIT}
 */
public record GrantQuery(
        String realmId, GrantFilter filter, @Nullable String before, int limit) {
    /** How many grants a page can have. */
    public static final int MAX_LIMIT = 1000;

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public GrantQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_LIMIT + " grants");
        }
    }
}
