package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.Digests;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The users and realms whose rows are still to be erased. Recorded in the transaction that removes them; done by the sweep, so that a
 * removal stays a short request (docs/adr/0032).
 */
final class Erasures {
    private static final String DOMAIN = "consent-grants/erasure/v1";
    private static final String PSEUDONYM_PREFIX = "removed:";
    private static final int KEYS_IN_A_QUERY = 1_000;

    private final EntityManager entityManager;

    Erasures(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    static String keyOfRealm(String realmId) {
        return Digests.sha256Hex(DOMAIN, List.of(realmId));
    }

    static String keyOfUser(String realmId, String userId) {
        return Digests.sha256Hex(DOMAIN, List.of(realmId, userId));
    }

    /**
     * Returns the pseudonym in the rows of a removed user. Whoever knows the ids can recompute it; the ids cannot be
     * derived from it.
     */
    static String pseudonym(String realmId, String userId) {
        return PSEUDONYM_PREFIX + keyOfUser(realmId, userId);
    }

    /** Flushes, because the removal may clear the persistence context afterwards. */
    void add(String key, long removedAt) {
        ConsentGrantErasureEntity erasure = entityManager.find(ConsentGrantErasureEntity.class, key);
        if (erasure == null) {
            erasure = new ConsentGrantErasureEntity();
            erasure.setId(key);
        }
        erasure.setRemovedAt(removedAt);
        entityManager.persist(erasure);
        entityManager.flush();
    }

    boolean isEmpty() {
        return entityManager
                        .createNamedQuery(ConsentGrantErasureEntity.OLDEST, Long.class)
                        .getSingleResult()
                == null;
    }

    /** Returns which of the keys are to be erased, and since when. */
    Map<String, Long> among(Collection<String> keys) {
        List<String> all = List.copyOf(keys);
        Map<String, Long> found = new HashMap<>();
        for (int from = 0; from < all.size(); from += KEYS_IN_A_QUERY) {
            entityManager
                    .createNamedQuery(ConsentGrantErasureEntity.FIND, Object[].class)
                    .setParameter("keys", all.subList(from, Math.min(from + KEYS_IN_A_QUERY, all.size())))
                    .getResultList()
                    .forEach(row -> found.put((String) row[0], (Long) row[1]));
        }
        return found;
    }

    /** Forgets what was removed at or before {@code removedAt}: a whole pass has been over it. */
    void forget(long removedAt) {
        entityManager
                .createNamedQuery(ConsentGrantErasureEntity.FORGET)
                .setParameter("removedAt", removedAt)
                .executeUpdate();
    }
}
