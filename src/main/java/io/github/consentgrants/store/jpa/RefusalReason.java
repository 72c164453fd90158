package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.grant.Reason;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Why a consume has found nothing to spend. */
final class RefusalReason {
    private RefusalReason() {}

    /** Selects columns, because Hibernate could answer an entity from what this session has read before. */
    static Refused refusal(EntityManager entityManager, GrantToken token, Binding binding, long now) {
        List<Object[]> rows = read(entityManager, token.grantId());
        if (rows.isEmpty()) {
            return refused(token, Reason.NOT_FOUND);
        }
        Object[] row = rows.get(0);
        if (!(row[0] instanceof String secretHash) || !Digests.equal(secretHash, token.secretHash())) {
            return refused(token, Reason.NOT_FOUND);
        }
        if (!binding.hash().equals(row[1])) {
            String stored = Objects.requireNonNull((String) row[2], "a grant with a secret has field digests");
            return new Refused(token.grantId(), Reason.BINDING_MISMATCH, token.differingFields(stored, binding));
        }
        // A row that looks unspent and unexpired was consumed by a concurrent transaction, which this transaction's
        // snapshot does not show.
        boolean expired = row[3] == null && (long) row[4] <= now;
        return refused(token, expired ? Reason.EXPIRED : Reason.CONSUMED);
    }

    private static List<Object[]> read(EntityManager entityManager, String grantId) {
        return entityManager
                .createNamedQuery(ConsentGrantEntity.READ_BACK, Object[].class)
                .setParameter("id", grantId)
                .getResultList();
    }

    private static Refused refused(GrantToken token, Reason reason) {
        return new Refused(token.grantId(), reason, Set.of());
    }
}
