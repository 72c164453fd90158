package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.store.ConsentGrantLedger;
import io.github.consentgrants.store.GrantPage;
import io.github.consentgrants.store.GrantQuery;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ledger on the table of {@link JpaConsentGrantStore}. It lists by the primary key, which is ordered by time. */
final class JpaConsentGrantLedger implements ConsentGrantLedger {
    private static final Pattern REASON = Pattern.compile("[a-z0-9_]{1,32}");

    /** Less than any id, and not empty, which on Oracle is null. */
    private static final String BEFORE_ALL = "0";

    private final EntityManager entityManager;
    private final LongSupplier clock;

    /**
     * @param entityManager of the session's JPA connection
     * @param clock milliseconds since the epoch, Keycloak's own
     */
    JpaConsentGrantLedger(EntityManager entityManager, LongSupplier clock) {
        this.entityManager = entityManager;
        this.clock = clock;
    }

    @Override
    public Optional<Grant> find(String realmId, String grantId) {
        if (!GrantId.isId(grantId)) {
            return Optional.empty();
        }
        return read(GrantSelect.one(entityManager, realmId, grantId)).stream().findFirst();
    }

    @Override
    public boolean isRevoked(String realmId, String grantId) {
        return GrantId.isId(grantId)
                && !entityManager
                        .createNamedQuery(ConsentGrantEntity.IS_REVOKED)
                        .setParameter("id", grantId)
                        .setParameter("realmId", realmId)
                        .getResultList()
                        .isEmpty();
    }

    @Override
    public boolean isInUse(Grant grant) {
        return grant.sessionId() != null
                && !entityManager
                        .createNamedQuery(ConsentGrantEntity.IN_USE, String.class)
                        .setParameter("realmId", grant.realmId())
                        .setParameter("userId", grant.userId())
                        .setParameter("clientUuid", grant.clientUuid())
                        .setParameter("sessionId", grant.sessionId())
                        .setMaxResults(1)
                        .getResultList()
                        .isEmpty();
    }

    @Override
    public GrantPage page(GrantQuery query) {
        List<Grant> found = read(GrantSelect.page(entityManager, query, clock.getAsLong()));
        boolean last = found.size() <= query.limit();
        List<Grant> grants = last ? found : found.subList(0, query.limit());
        @Nullable String user = query.filter().userId();
        return new GrantPage(
                grants.stream()
                        .filter(grant -> user == null || user.equals(grant.userId()))
                        .toList(),
                last ? null : grants.get(query.limit() - 1).id());
    }

    /** The entities are not kept: the store changes rows past the persistence context. */
    private List<Grant> read(TypedQuery<Object[]> query) {
        return query.getResultList().stream()
                .map(row -> {
                    ConsentGrantEntity entity = (ConsentGrantEntity) row[0];
                    entityManager.detach(entity);
                    return entity.toGrant(row[1] != null);
                })
                .toList();
    }

    @Override
    public Map<String, ConsentRecord> records(String realmId, Collection<String> grantIds) {
        List<String> ids = grantIds.stream().filter(GrantId::isId).toList();
        if (ids.isEmpty()) {
            return Map.of();
        }
        return entityManager
                .createNamedQuery(ConsentRecordEntity.FIND, ConsentRecordEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("ids", ids)
                .getResultStream()
                .peek(entityManager::detach)
                .collect(Collectors.toMap(ConsentRecordEntity::id, ConsentRecordEntity::value));
    }

    @Override
    public boolean revoke(String realmId, String grantId, String reason) {
        requireWord(reason);
        if (!GrantId.isId(grantId)) {
            return false;
        }
        int revoked = entityManager
                .createNamedQuery(ConsentGrantEntity.TAKE_BACK)
                .setParameter("id", grantId)
                .setParameter("realmId", realmId)
                .setParameter("now", clock.getAsLong())
                .setParameter("reason", reason)
                .executeUpdate();
        if (revoked == 1) {
            SynchronousCommit.require(entityManager);
            revokeDerived(realmId, grantId, reason);
        }
        return revoked == 1;
    }

    /** A statement of its own, after the parent is locked: it finds what was derived while that lock was waited for. */
    private void revokeDerived(String realmId, String grantId, String reason) {
        entityManager
                .createNamedQuery(ConsentGrantEntity.TAKE_BACK_DERIVED)
                .setParameter("id", grantId)
                .setParameter("realmId", realmId)
                .setParameter("now", clock.getAsLong())
                .setParameter("reason", reason)
                .executeUpdate();
    }

    private static void requireWord(String reason) {
        if (!REASON.matcher(reason).matches()) {
            throw new IllegalArgumentException("A reason is a word of 1 to 32 characters: a-z, 0-9, _");
        }
    }

    /**
     * Each row is locked before it is changed, in the order of their ids, so that one caller revokes it, and knows that. The lock comes with
     * the first read: under snapshot isolation (MariaDB) a lock that came later would fail where another caller was faster.
     */
    @Override
    public List<String> revokeAll(String realmId, String userId, String clientUuid, String reason) {
        requireWord(reason);
        List<String> revoked = new ArrayList<>();
        List<String> locked;
        String last = GrantId.lowest(0);
        do {
            locked = entityManager
                    .createNamedQuery(ConsentGrantEntity.REVOCABLE, String.class)
                    .setParameter("realmId", realmId)
                    .setParameter("userId", userId)
                    .setParameter("clientUuid", clientUuid)
                    .setParameter("last", last)
                    .setMaxResults(GrantQuery.MAX_LIMIT)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList();
            if (!locked.isEmpty()) {
                last = locked.get(locked.size() - 1);
                revoke(locked, reason);
                revoked.addAll(locked);
                revoked.addAll(revokeDerived(locked, reason));
            }
        } while (locked.size() == GrantQuery.MAX_LIMIT);
        return revoked;
    }

    /** What was derived while the locks of its parents were waited for is not among the locked ones. */
    private List<String> revokeDerived(List<String> parents, String reason) {
        List<String> derived = entityManager
                .createNamedQuery(ConsentGrantEntity.DERIVED, String.class)
                .setParameter("ids", parents)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        if (!derived.isEmpty()) {
            revoke(derived, reason);
        }
        return derived;
    }

    private void revoke(List<String> locked, String reason) {
        entityManager
                .createNamedQuery(ConsentGrantEntity.TAKE_BACK_ALL)
                .setParameter("ids", locked)
                .setParameter("now", clock.getAsLong())
                .setParameter("reason", reason)
                .executeUpdate();
        SynchronousCommit.require(entityManager);
    }

    @Override
    public int erase(String realmId, String userId, int limit) {
        List<String> ids = ofUser(realmId, userId, Math.min(limit, GrantQuery.MAX_LIMIT));
        if (ids.isEmpty()) {
            return 0;
        }
        entityManager
                .createNamedQuery(ConsentRecordEntity.ERASE)
                .setParameter("ids", ids)
                .executeUpdate();
        return entityManager
                .createNamedQuery(ConsentGrantSweepEntity.PSEUDONYMIZE)
                .setParameter("pseudonym", Erasures.pseudonym(realmId, userId))
                .setParameter("ids", ids)
                .executeUpdate();
    }

    /**
     * Returns the first grants of a user. Some collations take ids for equal that differ in upper and lower case, or in a blank at the end;
     * those of Keycloak's own users are never such, those of a federation can be.
     */
    private List<String> ofUser(String realmId, String userId, int limit) {
        String after = BEFORE_ALL;
        List<Object[]> rows;
        do {
            rows = entityManager
                    .createNamedQuery(ConsentGrantEntity.OF_USER, Object[].class)
                    .setParameter("realmId", realmId)
                    .setParameter("userId", userId)
                    .setParameter("after", after)
                    .setMaxResults(limit)
                    .getResultList();
            List<String> ids = rows.stream()
                    .filter(row -> userId.equals(row[1]))
                    .map(row -> (String) row[0])
                    .toList();
            if (!ids.isEmpty()) {
                return ids;
            }
            after = rows.isEmpty() ? after : (String) rows.get(rows.size() - 1)[0];
        } while (!rows.isEmpty());
        return List.of();
    }

    @Override
    public void close() {
        // The entity manager belongs to the session.
    }
}
