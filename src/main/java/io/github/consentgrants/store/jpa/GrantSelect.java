package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.Grant.State;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.store.GrantFilter;
import io.github.consentgrants.store.GrantQuery;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The query of a page: rows, and for each the id of its record or null. What a caller says is a parameter of the query, never
 * text in it.
 */
final class GrantSelect {
    private static final String SELECT = "select g, r.id from ConsentGrantEntity g"
            + " left join ConsentRecordEntity r on r.id = g.id where g.realmId = :realmId";

    /** The clocks of two nodes may differ. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final StringBuilder text = new StringBuilder(SELECT);
    private final Map<String, Object> parameters = new HashMap<>();

    private GrantSelect(String realmId) {
        parameters.put("realmId", realmId);
    }

    static TypedQuery<Object[]> one(EntityManager entityManager, String realmId, String grantId) {
        GrantSelect select = new GrantSelect(realmId);
        select.and("g.id = :id", "id", grantId);
        return select.query(entityManager);
    }

    /** One more than a page has, which tells whether it is the last one. */
    static TypedQuery<Object[]> page(EntityManager entityManager, GrantQuery query, long now) {
        GrantSelect select = new GrantSelect(query.realmId());
        select.filter(query.filter(), now);
        ifPresent(query.before(), before -> select.and("g.id < :before", "before", before));
        select.text.append(" order by g.id desc");
        return select.query(entityManager).setMaxResults(query.limit() + 1);
    }

    private TypedQuery<Object[]> query(EntityManager entityManager) {
        TypedQuery<Object[]> query = entityManager.createQuery(text.toString(), Object[].class);
        parameters.forEach(query::setParameter);
        return query;
    }

    private void and(String condition, String name, Object value) {
        text.append(" and ").append(condition);
        parameters.put(name, value);
    }

    private void filter(GrantFilter filter, long now) {
        ifPresent(filter.id(), id -> and("g.id = :id", "id", id));
        ifPresent(filter.userId(), user -> and("g.userId = :userId", "userId", user));
        ifPresent(filter.clientUuid(), client -> and("g.clientUuid = :clientUuid", "clientUuid", client));
        ifPresent(filter.decision(), decision -> and("g.decision = :decision", "decision", decision.name()));
        ifPresent(filter.state(), state -> state(state, now));
        ifPresent(filter.from(), this::from);
        ifPresent(filter.to(), this::to);
        if (filter.clicks()) {
            text.append(" and g.parentId is null");
        }
    }

    private static <T> void ifPresent(@Nullable T value, Consumer<T> condition) {
        if (value != null) {
            condition.accept(value);
        }
    }

    /** The bound of the id lets the database begin at the right place of the key. */
    private void from(Instant from) {
        and("g.createdAt >= :from", "from", from.toEpochMilli());
        and("g.id >= :lowest", "lowest", lowest(from.minus(GrantFilter.LONGEST_PAGE)));
    }

    private void to(Instant to) {
        and("g.createdAt < :to", "to", to.toEpochMilli());
        and("g.id < :end", "end", lowest(to.plus(SKEW)));
    }

    private static String lowest(Instant time) {
        return GrantId.lowest(Math.max(0, time.toEpochMilli()));
    }

    /** As {@link io.github.consentgrants.grant.Grant#state}. */
    private void state(State state, long now) {
        text.append(
                switch (state) {
                    case DENIED -> " and g.decision = 'DENIED'";
                    case REVOKED -> " and g.decision = 'GRANTED' and g.revokedAt is not null";
                    case REDEEMED -> live() + " and g.redeemedAt is not null";
                    case CONSUMED -> live() + " and g.redeemedAt is null and g.consumedAt is not null";
                    case GRANTED -> unused() + " and g.expiresAt > :now";
                    case EXPIRED -> unused() + " and g.expiresAt <= :now";
                });
        if (state == State.GRANTED || state == State.EXPIRED) {
            parameters.put("now", now);
        }
    }

    private static String live() {
        return " and g.decision = 'GRANTED' and g.revokedAt is null";
    }

    private static String unused() {
        return live() + " and g.redeemedAt is null and g.consumedAt is null";
    }
}
