package io.github.consentgrants.rest;

import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.store.GrantQuery;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query parameters of a list. What is unknown, doubled or malformed is an error: a filter that is passed over shows too much. */
final class ListParameters {
    private static final String USER = "user";
    private static final String CLIENT = "client";
    private static final String BEFORE = "before";
    private static final String LIMIT = "limit";
    private static final Set<String> NAMES = Set.of(USER, CLIENT, BEFORE, LIMIT);
    private static final int DEFAULT_LIMIT = 100;

    private ListParameters() {}

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with a message for the caller if they are wrong
     */
    static GrantQuery query(String realmId, MultivaluedMap<String, String> parameters) {
        for (String name : parameters.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("Unknown parameter. There are: before, client, limit, user");
            }
        }
        @Nullable String before = value(parameters, BEFORE);
        if (before != null && !GrantId.isId(before)) {
            throw new IllegalArgumentException("The parameter before is no id of a grant: take it from next");
        }
        return new GrantQuery(
                realmId, value(parameters, USER), value(parameters, CLIENT), before, limit(value(parameters, LIMIT)));
    }

    private static @Nullable String value(MultivaluedMap<String, String> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1 || (!values.isEmpty() && values.get(0).isBlank())) {
            throw new IllegalArgumentException("The parameter " + name + " needs one value");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static int limit(@Nullable String limit) {
        try {
            int number = limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit);
            if (number >= 1 && number <= GrantQuery.MAX_LIMIT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("The parameter limit is no number from 1 to " + GrantQuery.MAX_LIMIT);
    }
}
