package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.ConsumeResult.Consumed;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.store.AlreadyDecidedException;
import io.github.consentgrants.store.ConsentGrantStore;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.jspecify.annotations.Nullable;

/**
 * The store on Keycloak's JPA connection, in the session's own transaction. One {@code INSERT} mints or denies, another one keeps
 * the record; one conditional {@code UPDATE} consumes, others redeem, revoke and release; the row is read only to name the reason
 * of a refusal.
 */
final class JpaConsentGrantStore implements ConsentGrantStore {
    /**
     * Violations that are no duplicate key; PostgreSQL reports a missing partition as CHECK. A dialect that cannot tell
     * the kind reports OTHER.
     */
    private static final Set<ConstraintKind> NO_DUPLICATE =
            EnumSet.of(ConstraintKind.NOT_NULL, ConstraintKind.CHECK, ConstraintKind.FOREIGN_KEY);

    /** Hibernate's, in seconds: bounds the statement, as the named native queries are bounded. */
    private static final String TIMEOUT = "org.hibernate.timeout";

    private final EntityManager entityManager;
    private final LongSupplier clock;
    private final Map<String, Long> consumed = new HashMap<>();

    /**
     * @param entityManager of the session's JPA connection
     * @param clock milliseconds since the epoch, Keycloak's own
     */
    JpaConsentGrantStore(EntityManager entityManager, LongSupplier clock) {
        this.entityManager = entityManager;
        this.clock = clock;
    }

    @Override
    public void mint(GrantToken token, Binding binding, Duration ttl, @Nullable ConsentRecord record) {
        insert(ConsentGrantEntity.MINT, granted(token, binding, ttl), binding);
        insert(record, binding);
    }

    @Override
    public void mintForSession(GrantToken token, Binding binding, Duration ttl, @Nullable ConsentRecord record) {
        Map<String, Object> row = granted(token, binding, ttl);
        row.put("reachHash", binding.reach());
        insert(ConsentGrantEntity.MINT_FOR_SESSION, row, binding);
        insert(record, binding);
    }

    /**
     * The parent is locked, not changed: who revokes it waits, and then finds what was derived; two tabs that derive at once do not fail
     * each other under snapshot isolation (MariaDB).
     */
    @Override
    public boolean derive(
            GrantToken token,
            Binding binding,
            Duration ttl,
            @Nullable ConsentRecord record,
            String parentId,
            Instant approvedAfter) {
        Map<String, Object> row = granted(token, binding, ttl);
        boolean covered = !entityManager
                .createNamedQuery(ConsentGrantEntity.DERIVABLE, String.class)
                .setParameter("id", parentId)
                .setParameter("realmId", row.get("realmId"))
                .setParameter("clientUuid", row.get("clientUuid"))
                .setParameter("userId", row.get("userId"))
                .setParameter("sessionId", row.get("sessionId"))
                .setParameter("reachHash", binding.reach())
                .setParameter("after", approvedAfter.toEpochMilli())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint(TIMEOUT, ConsentGrantEntity.TIMEOUT_SECONDS)
                .getResultList()
                .isEmpty();
        if (covered) {
            row.put("parentId", parentId);
            insert(ConsentGrantEntity.DERIVE, row, binding);
            insert(record, binding);
        }
        return covered;
    }

    private Map<String, Object> granted(GrantToken token, Binding binding, Duration ttl) {
        if (ttl.toMillis() <= 0) {
            throw new IllegalArgumentException("The time to live of a grant must be at least 1 millisecond");
        }
        if (!token.grantId().equals(grantId(binding))) {
            throw new IllegalArgumentException("The token names another page than the binding");
        }
        Map<String, Object> row = row(binding, ttl);
        row.put("secretHash", token.secretHash());
        row.put("fieldDigests", token.fieldDigests(binding));
        row.put("sessionId", binding.text(BindingField.ROOT_SESSION));
        return row;
    }

    @Override
    public void deny(Binding binding, @Nullable ConsentRecord record) {
        Map<String, Object> row = row(binding, Duration.ZERO);
        int revoked = entityManager
                .createNamedQuery(ConsentGrantEntity.REVOKE)
                .setParameter("id", grantId(binding))
                .setParameter("bindingHash", binding.hash())
                .setParameter("now", clock.getAsLong())
                .executeUpdate();
        if (revoked == 1) {
            SynchronousCommit.require(entityManager);
        } else {
            insert(ConsentGrantEntity.DENY, row, binding);
            insert(record, binding);
        }
    }

    @Override
    public Optional<Decision> decision(String grantId) {
        return entityManager
                .createNamedQuery(ConsentGrantEntity.DECISION, String.class)
                .setParameter("id", grantId)
                .getResultStream()
                .findFirst()
                .map(Decision::valueOf);
    }

    @Override
    public ConsumeResult consume(GrantToken token, Binding binding) {
        long now = clock.getAsLong();
        int spent = entityManager
                .createNamedQuery(ConsentGrantEntity.CONSUME)
                .setParameter("id", token.grantId())
                .setParameter("secretHash", token.secretHash())
                .setParameter("bindingHash", binding.hash())
                .setParameter("now", now)
                .executeUpdate();
        if (spent == 1) {
            SynchronousCommit.require(entityManager);
            consumed.put(token.grantId(), now);
            return new Consumed(token.grantId());
        }
        return RefusalReason.refusal(entityManager, token, binding, now);
    }

    @Override
    public void release(String grantId) {
        @Nullable Long consumedAt = consumed.remove(grantId);
        if (consumedAt == null) {
            throw new IllegalStateException("This transaction has not consumed the grant " + grantId);
        }
        int released = entityManager
                .createNamedQuery(ConsentGrantEntity.RELEASE)
                .setParameter("id", grantId)
                .setParameter("consumedAt", consumedAt)
                .executeUpdate();
        if (released != 1) {
            throw new IllegalStateException("The grant " + grantId + " is not as this transaction left it");
        }
    }

    @Override
    public boolean redeem(String grantId) {
        int redeemed = entityManager
                .createNamedQuery(ConsentGrantEntity.REDEEM)
                .setParameter("id", grantId)
                .setParameter("now", clock.getAsLong())
                .executeUpdate();
        if (redeemed == 1) {
            SynchronousCommit.require(entityManager);
        }
        return redeemed == 1;
    }

    private Map<String, Object> row(Binding binding, Duration ttl) {
        long now = clock.getAsLong();
        Map<String, Object> row = new HashMap<>();
        row.put("id", grantId(binding));
        row.put("bindingHash", binding.hash());
        row.put("realmId", binding.require(BindingField.REALM));
        row.put("clientUuid", binding.require(BindingField.CLIENT_UUID));
        row.put("userId", binding.require(BindingField.SUBJECT));
        row.put("createdAt", now);
        row.put("expiresAt", now + ttl.toMillis());
        return row;
    }

    /** The page instance is the key: the second decision about one page meets the first one's row. */
    private static String grantId(Binding binding) {
        return UUID.fromString(binding.require(BindingField.PAGE)).toString();
    }

    private void insert(String statement, Map<String, Object> row, Binding binding) {
        Query insert = entityManager.createNamedQuery(statement);
        row.forEach(insert::setParameter);
        try {
            insert.executeUpdate();
        } catch (ConstraintViolationException e) {
            if (NO_DUPLICATE.contains(e.getKind())) {
                throw e;
            }
            throw new AlreadyDecidedException(grantId(binding), e);
        }
        SynchronousCommit.require(entityManager);
    }

    /** After the row, so that it is the row that says whether the page was decided. */
    private void insert(@Nullable ConsentRecord record, Binding binding) {
        if (record != null) {
            entityManager
                    .createNamedQuery(ConsentRecordEntity.INSERT)
                    .setParameter("id", grantId(binding))
                    .setParameter("content", record.content())
                    .setParameter("personal", record.personal())
                    .executeUpdate();
        }
    }

    @Override
    public void close() {
        // The entity manager belongs to the session.
    }
}
