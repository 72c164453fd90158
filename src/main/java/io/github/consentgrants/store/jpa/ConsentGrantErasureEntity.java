package io.github.consentgrants.store.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/** A user or a realm was removed, and the sweep has not yet passed all of its rows. Names neither: the key is a hash. */
@Entity
@Table(name = "CG_ERASURE")
@NamedQuery(
        name = ConsentGrantErasureEntity.FIND,
        query = "select e.id, e.removedAt from ConsentGrantErasureEntity e where e.id in (:keys)")
@NamedQuery(name = ConsentGrantErasureEntity.OLDEST, query = "select min(e.removedAt) from ConsentGrantErasureEntity e")
@NamedQuery(
        name = ConsentGrantErasureEntity.FORGET,
        query = "delete from ConsentGrantErasureEntity e where e.removedAt <= :removedAt")
class ConsentGrantErasureEntity {
    static final String FIND = "consentGrantErasureFind";
    static final String OLDEST = "consentGrantErasureOldest";
    static final String FORGET = "consentGrantErasureForget";

    @Id
    @Column(name = "ID", length = 64, nullable = false, updatable = false)
    private String id = "";

    @Column(name = "REMOVED_AT", nullable = false)
    private long removedAt;

    void setId(String id) {
        this.id = id;
    }

    void setRemovedAt(long removedAt) {
        this.removedAt = removedAt;
    }
}
