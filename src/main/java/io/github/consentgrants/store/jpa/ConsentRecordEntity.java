package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.ConsentRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.hibernate.annotations.NamedNativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * The record of a decision, beside its row, so that the row stays short and its updates cheap. Written once; only the personal part is
 * erased. A large text without {@code @Lob}: for PostgreSQL Hibernate takes that annotation for a large object, outside of the table.
 */
@Entity
@Table(name = ConsentRecordEntity.TABLE)
@NamedNativeQuery(
        name = ConsentRecordEntity.INSERT,
        query = "insert into {h-schema}" + ConsentRecordEntity.TABLE
                + " (ID, CONTENT, PERSONAL) values (:id, :content, :personal)",
        timeout = ConsentGrantEntity.TIMEOUT_SECONDS,
        querySpaces = ConsentRecordEntity.TABLE)
@NamedQuery(
        name = ConsentRecordEntity.FIND,
        query = "select r from ConsentRecordEntity r, ConsentGrantEntity g"
                + " where r.id = g.id and g.realmId = :realmId and r.id in (:ids)")
@NamedQuery(
        name = ConsentRecordEntity.ERASE,
        query = "update ConsentRecordEntity r set r.personal = null where r.id in (:ids)")
@NamedQuery(name = ConsentRecordEntity.DELETE, query = "delete from ConsentRecordEntity r where r.id in (:ids)")
class ConsentRecordEntity {
    static final String TABLE = "CG_CONSENT_RECORD";

    static final String INSERT = "consentRecordInsert";
    static final String FIND = "consentRecordFind";
    static final String ERASE = "consentRecordErase";
    static final String DELETE = "consentRecordDelete";

    @Id
    @Column(name = "ID", length = 36, nullable = false, updatable = false)
    private String id = "";

    @Column(name = "CONTENT", columnDefinition = "CLOB", nullable = false, updatable = false)
    private String content = "";

    /** Null once it was erased. */
    @Column(name = "PERSONAL", columnDefinition = "CLOB")
    private @Nullable String personal;

    String id() {
        return id;
    }

    ConsentRecord value() {
        return new ConsentRecord(content, personal);
    }
}
