package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.store.WrittenConsent;
import io.github.consentgrants.store.WrittenConsents;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** Keeps {@link WrittenConsents} beside the consents, in Keycloak's database. */
final class JpaWrittenConsents implements WrittenConsents {
    /** Oracle allows no more values in a list. */
    private static final int IDS_IN_A_STATEMENT = 1_000;

    private final EntityManager entityManager;

    JpaWrittenConsents(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    @Override
    public void remember(String realmId, Collection<WrittenConsent> written) {
        forgetEarlier(realmId, written);
        written.forEach(
                row -> entityManager.persist(new WrittenConsentEntity(GrantId.at(row.writtenAt()), realmId, row)));
    }

    /** Reads before it deletes: a DELETE that finds no row would lock the gap in which others insert (InnoDB). */
    private void forgetEarlier(String realmId, Collection<WrittenConsent> written) {
        WrittenConsent first = written.iterator().next();
        Predicate<WrittenConsentEntity> isGone = written.stream().anyMatch(WrittenConsent::isConsent)
                ? row -> true
                : row -> written.stream().anyMatch(row::isSameAs);
        delete(entityManager
                .createNamedQuery(WrittenConsentEntity.OF_CONSENT, WrittenConsentEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", first.userId())
                .setParameter("clientUuid", first.clientUuid())
                .getResultStream()
                .filter(isGone)
                .toList());
    }

    @Override
    public List<WrittenConsent> take(String realmId, int users) {
        List<String> userIds = entityManager
                .createNamedQuery(WrittenConsentEntity.NEXT_USERS, String.class)
                .setParameter("realmId", realmId)
                .setMaxResults(Math.min(users, IDS_IN_A_STATEMENT))
                .getResultList();
        if (userIds.isEmpty()) {
            return List.of();
        }
        // A concurrent caller waits here, and then finds nothing.
        List<WrittenConsentEntity> rows = entityManager
                .createNamedQuery(WrittenConsentEntity.OF_USERS, WrittenConsentEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("userIds", userIds)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        delete(rows);
        return rows.stream().map(WrittenConsentEntity::value).toList();
    }

    private void delete(List<WrittenConsentEntity> rows) {
        for (int from = 0; from < rows.size(); from += IDS_IN_A_STATEMENT) {
            entityManager
                    .createNamedQuery(WrittenConsentEntity.DELETE)
                    .setParameter(
                            "ids",
                            rows.subList(from, Math.min(from + IDS_IN_A_STATEMENT, rows.size())).stream()
                                    .map(WrittenConsentEntity::id)
                                    .toList())
                    .executeUpdate();
        }
        rows.forEach(entityManager::detach);
    }

    @Override
    public Count count(String realmId) {
        return entityManager
                .createNamedQuery(WrittenConsentEntity.COUNT, Count.class)
                .setParameter("realmId", realmId)
                .getSingleResult();
    }

    @Override
    public void close() {
        // The session closes the entity manager.
    }
}
