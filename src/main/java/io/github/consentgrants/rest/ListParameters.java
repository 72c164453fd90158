package io.github.consentgrants.rest;

import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Grant.State;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.store.GrantFilter;
import io.github.consentgrants.store.GrantQuery;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a list or an export. What is unknown, doubled or malformed is an error: a filter that is passed over shows
 * too much.
 */
final class ListParameters {
    private static final String ID = "id";
    private static final String BEFORE = "before";
    private static final String LIMIT = "limit";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final Set<String> FILTERS = Set.of(ID, "user", "client", "decision", "state", FROM, TO, BEFORE);
    private static final int DEFAULT_LIMIT = 100;
    private static final int LAST_YEAR = 9999;

    private final MultivaluedMap<String, String> parameters;

    private ListParameters(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /**
     * Reads the parameters of a list.
     *
     * @throws IllegalArgumentException with a message for the caller if they are wrong
     */
    static GrantQuery list(String realmId, MultivaluedMap<String, String> parameters) {
        ListParameters read = new ListParameters(parameters);
        Set<String> names = new TreeSet<>(FILTERS);
        names.add(LIMIT);
        read.requireKnown(names);
        return read.query(realmId, read.limit());
    }

    /**
     * Reads the parameters of an export, which are those of a list without a limit.
     *
     * @throws IllegalArgumentException with a message for the caller if they are wrong
     */
    static GrantQuery export(String realmId, MultivaluedMap<String, String> parameters, int limit) {
        ListParameters read = new ListParameters(parameters);
        read.requireKnown(new TreeSet<>(FILTERS));
        return read.query(realmId, limit);
    }

    private void requireKnown(Set<String> names) {
        if (!names.containsAll(parameters.keySet())) {
            throw new IllegalArgumentException("Unknown parameter. There are: " + String.join(", ", names));
        }
    }

    private GrantQuery query(String realmId, int limit) {
        @Nullable Instant from = time(FROM);
        @Nullable Instant to = time(TO);
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("The parameter from is not before the parameter to");
        }
        GrantFilter filter = new GrantFilter(
                id(ID),
                idOfKeycloak("user"),
                idOfKeycloak("client"),
                oneOf("decision", Decision.values()),
                oneOf("state", State.values()),
                from,
                to);
        return new GrantQuery(realmId, filter, id(BEFORE), limit);
    }

    private @Nullable String value(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1 || (!values.isEmpty() && values.get(0).isBlank())) {
            throw new IllegalArgumentException("The parameter " + name + " needs one value");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private @Nullable String idOfKeycloak(String name) {
        @Nullable String id = value(name);
        return id == null ? null : Inputs.id(name, id);
    }

    private @Nullable String id(String name) {
        @Nullable String id = value(name);
        if (id != null && !GrantId.isId(id)) {
            throw new IllegalArgumentException("The parameter " + name + " is no id of a grant");
        }
        return id;
    }

    private <T extends Enum<T>> @Nullable T oneOf(String name, T[] values) {
        @Nullable String text = value(name);
        if (text == null) {
            return null;
        }
        return Stream.of(values)
                .filter(value -> GrantRepresentation.lowerCase(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The parameter " + name + " is none of "
                        + Stream.of(values).map(GrantRepresentation::lowerCase).collect(Collectors.joining(", "))));
    }

    /** A day, which begins at midnight UTC, or a time with its offset. */
    private @Nullable Instant time(String name) {
        @Nullable String text = value(name);
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text);
            if (time.getYear() >= 0 && time.getYear() <= LAST_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "The parameter " + name + " is no time, such as 2026-11-28 or 2026-11-28T15:07:27Z");
    }

    private int limit() {
        @Nullable String limit = value(LIMIT);
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
