package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.store.ConsentGrantInventory;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks in Keycloak's tables and at the sweep's row, by keys and indexes that are there. */
final class JpaConsentGrantInventory implements ConsentGrantInventory {
    private static final String USERS = "select a.action from UserRequiredActionEntity a"
            + " where a.action in (:aliases) and a.user.realmId = :realmId";
    private static final String CONSENTS =
            "select c.user.id, c.clientId, c.createdDate from UserConsentEntity c where c.clientId in (:clientUuids)";
    private static final String WRITTEN = "select w.userId, w.clientUuid, w.writtenAt from WrittenConsentEntity w"
            + " where w.realmId = :realmId and w.userId in (:userIds) and w.scopeId is null";
    private static final String LOWEST_ID = GrantId.lowest(0);

    private final EntityManager entityManager;
    private final Duration interval;

    /** @param interval between two runs of this server's sweep; zero if it never sweeps */
    JpaConsentGrantInventory(EntityManager entityManager, Duration interval) {
        this.entityManager = entityManager;
        this.interval = interval;
    }

    @Override
    public Found usersWithAction(String realmId, Collection<String> aliases) {
        int found = entityManager
                .createQuery(USERS, String.class)
                .setParameter("aliases", aliases)
                .setParameter("realmId", realmId)
                .setMaxResults(MAX_ROWS + 1)
                .getResultList()
                .size();
        return new Found(Math.min(found, MAX_ROWS), found <= MAX_ROWS);
    }

    /** One consent. */
    private record Consent(Object userId, Object clientUuid) {}

    @Override
    public Found earlierConsents(String realmId, Collection<String> clientUuids) {
        List<Object[]> consents = entityManager
                .createQuery(CONSENTS, Object[].class)
                .setParameter("clientUuids", clientUuids)
                .setMaxResults(MAX_ROWS + 1)
                .getResultList();
        List<Object[]> looked = consents.subList(0, Math.min(consents.size(), MAX_ROWS));
        Map<Consent, Long> written = written(realmId, looked);
        int count = (int) looked.stream()
                .filter(row -> isEarlier(written.get(new Consent(row[0], row[1])), (Long) row[2]))
                .count();
        return new Found(count, consents.size() <= MAX_ROWS);
    }

    /** A consent that is younger than what was written was given anew, on Keycloak's own page. */
    private static boolean isEarlier(@Nullable Long writtenAt, @Nullable Long createdAt) {
        return writtenAt == null || (createdAt != null && createdAt > writtenAt);
    }

    private Map<Consent, Long> written(String realmId, List<Object[]> consents) {
        Map<Consent, Long> written = new HashMap<>();
        if (!consents.isEmpty()) {
            entityManager
                    .createQuery(WRITTEN, Object[].class)
                    .setParameter("realmId", realmId)
                    .setParameter(
                            "userIds",
                            consents.stream().map(row -> row[0]).distinct().toList())
                    .getResultList()
                    .forEach(row -> written.merge(new Consent(row[0], row[1]), (Long) row[2], Math::max));
        }
        return written;
    }

    @Override
    public Optional<SweepProgress> sweep() {
        return entityManager.createNamedQuery(ConsentGrantSweepEntity.READ, Object[].class).getResultList().stream()
                .findFirst()
                .map(row -> progress((String) row[0], (long) row[1]));
    }

    private SweepProgress progress(String position, long passStartedAt) {
        return new SweepProgress(
                passStartedAt == 0 ? null : Instant.ofEpochMilli(passStartedAt),
                position.equals(LOWEST_ID) ? null : Instant.ofEpochMilli(GrantId.millis(position)),
                interval);
    }

    @Override
    public void close() {
        // The session closes the entity manager.
    }
}
