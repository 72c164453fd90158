package io.github.consentgrants.store.jpa;

import jakarta.persistence.EntityManager;
import org.hibernate.Session;

/**
 * Keeps the commit of a decision, a consume and a redemption synchronous on PostgreSQL.
 *
 * <p>Keycloak's {@code AsyncCommitIntegrator} (since 26.7) issues {@code SET LOCAL synchronous_commit TO OFF} if every
 * entity that a transaction changed allows it, and sees entities only: a statement beside a stored login event would be
 * committed asynchronously, and a crash could give a spent grant back, or lose an approval. It asks this property of
 * the Hibernate session whether something in the transaction must be waited for, and sets it itself for every entity
 * that must; for a native statement the store sets it. See docs/adr/0004. An integration test with a deferred trigger
 * shows that the commit is synchronous. A test over Keycloak's class files shows that Keycloak still reads this
 * property.
 */
final class SynchronousCommit {
    static final String PROPERTY = "kc.sync_commit_required";

    private SynchronousCommit() {}

    static void require(EntityManager entityManager) {
        entityManager.unwrap(Session.class).setProperty(PROPERTY, true);
    }
}
