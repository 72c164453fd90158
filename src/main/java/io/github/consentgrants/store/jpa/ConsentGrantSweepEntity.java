package io.github.consentgrants.store.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/**
 * How far the sweep has come: the one row of its table, shared by all nodes. A pass walks the primary key of the grants from
 * its low end, which is the oldest, since the ids are ordered by time; so it needs no index.
 */
@Entity
@Table(name = "CG_SWEEP")
@NamedQuery(
        name = ConsentGrantSweepEntity.READ,
        query = "select s.lastId, s.passStartedAt from ConsentGrantSweepEntity s where s.id = 'grants'")
@NamedQuery(
        name = ConsentGrantSweepEntity.ADVANCE,
        query = "update ConsentGrantSweepEntity s set s.lastId = :to, s.passStartedAt = :passStartedAt"
                + " where s.id = 'grants' and s.lastId = :from")
@NamedQuery(
        name = ConsentGrantSweepEntity.WINDOW,
        query = "select g.id, g.realmId, g.userId, g.decision, g.consumedAt, g.createdAt, g.expiresAt,"
                + " g.revokedAt, g.sessionId"
                + " from ConsentGrantEntity g where g.id > :from and g.id < :end order by g.id")
@NamedQuery(name = ConsentGrantSweepEntity.LOCK, query = "select g.id from ConsentGrantEntity g where g.id in (:ids)")
@NamedQuery(name = ConsentGrantSweepEntity.DELETE, query = "delete from ConsentGrantEntity g where g.id in (:ids)")
@NamedQuery(
        name = ConsentGrantSweepEntity.PSEUDONYMIZE,
        query = "update ConsentGrantEntity g set g.userId = :pseudonym where g.id in (:ids)")
class ConsentGrantSweepEntity {
    static final String READ = "consentGrantSweepRead";
    static final String ADVANCE = "consentGrantSweepAdvance";
    static final String WINDOW = "consentGrantSweepWindow";
    static final String LOCK = "consentGrantSweepLock";
    static final String DELETE = "consentGrantSweepDelete";
    static final String PSEUDONYMIZE = "consentGrantSweepPseudonymize";

    @Id
    @Column(name = "ID", length = 36, nullable = false, updatable = false)
    private String id = "";

    /** Id of the last grant that the current pass has looked at. */
    @Column(name = "LAST_ID", length = 36, nullable = false)
    private String lastId = "";

    @Column(name = "PASS_STARTED_AT", nullable = false)
    private long passStartedAt;
}
