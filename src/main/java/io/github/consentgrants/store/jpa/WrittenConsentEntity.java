package io.github.consentgrants.store.jpa;

import io.github.consentgrants.store.WrittenConsent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A scope, or the consent itself, that was written to Keycloak's table USER_CONSENT. Written once, deleted, never changed. */
@Entity
@Table(name = "CG_WRITTEN_CONSENT")
@NamedQuery(
        name = WrittenConsentEntity.OF_CONSENT,
        query = "select w from WrittenConsentEntity w"
                + " where w.realmId = :realmId and w.userId = :userId and w.clientUuid = :clientUuid")
@NamedQuery(
        name = WrittenConsentEntity.NEXT_USERS,
        query = "select distinct w.userId from WrittenConsentEntity w where w.realmId = :realmId order by w.userId")
@NamedQuery(
        name = WrittenConsentEntity.OF_USERS,
        query = "select w from WrittenConsentEntity w where w.realmId = :realmId and w.userId in (:userIds)")
@NamedQuery(
        name = WrittenConsentEntity.COUNT,
        query = "select count(w) - count(w.scopeId), count(w.scopeId) from WrittenConsentEntity w"
                + " where w.realmId = :realmId")
@NamedQuery(name = WrittenConsentEntity.DELETE, query = "delete from WrittenConsentEntity w where w.id in (:ids)")
@NamedQuery(
        name = WrittenConsentEntity.DELETE_OF_USER,
        query = "delete from WrittenConsentEntity w where w.realmId = :realmId and w.userId = :userId")
@NamedQuery(
        name = WrittenConsentEntity.DELETE_OF_CLIENT,
        query = "delete from WrittenConsentEntity w where w.clientUuid = :clientUuid")
@NamedQuery(
        name = WrittenConsentEntity.DELETE_OF_SCOPE,
        query = "delete from WrittenConsentEntity w where w.scopeId = :scopeId")
@NamedQuery(
        name = WrittenConsentEntity.DELETE_OF_REALM,
        query = "delete from WrittenConsentEntity w where w.realmId = :realmId")
class WrittenConsentEntity {
    static final String OF_CONSENT = "writtenConsentOfConsent";
    static final String NEXT_USERS = "writtenConsentNextUsers";
    static final String OF_USERS = "writtenConsentOfUsers";
    static final String COUNT = "writtenConsentCount";
    static final String DELETE = "writtenConsentDelete";
    static final String DELETE_OF_USER = "writtenConsentDeleteOfUser";
    static final String DELETE_OF_CLIENT = "writtenConsentDeleteOfClient";
    static final String DELETE_OF_SCOPE = "writtenConsentDeleteOfScope";
    static final String DELETE_OF_REALM = "writtenConsentDeleteOfRealm";

    /** As in Keycloak's table, so that the two can be joined. */
    static final String NO_PARAMETER = "#N A#";

    @Id
    @Column(name = "ID", length = 36, nullable = false, updatable = false)
    private String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false, updatable = false)
    private String realmId = "";

    @Column(name = "USER_ID", length = 255, nullable = false, updatable = false)
    private String userId = "";

    @Column(name = "CLIENT_UUID", length = 36, nullable = false, updatable = false)
    private String clientUuid = "";

    /** Null for the consent itself. */
    @Column(name = "SCOPE_ID", length = 36, updatable = false)
    private @Nullable String scopeId;

    @Column(name = "PARAMETER", length = 255, nullable = false, updatable = false)
    private String parameter = NO_PARAMETER;

    @Column(name = "WRITTEN_AT", nullable = false, updatable = false)
    private long writtenAt;

    /** For Hibernate. */
    protected WrittenConsentEntity() {}

    WrittenConsentEntity(String id, String realmId, WrittenConsent written) {
        this.id = id;
        this.realmId = realmId;
        userId = written.userId();
        clientUuid = written.clientUuid();
        scopeId = written.scopeId();
        parameter = written.parameter() == null ? NO_PARAMETER : written.parameter();
        writtenAt = written.writtenAt();
    }

    String id() {
        return id;
    }

    /** Says whether it is the same scope of the same consent, or the same consent. */
    boolean isSameAs(WrittenConsent other) {
        WrittenConsent own = value();
        return own.equals(new WrittenConsent(
                other.userId(), other.clientUuid(), other.scopeId(), other.parameter(), own.writtenAt()));
    }

    WrittenConsent value() {
        return new WrittenConsent(
                userId, clientUuid, scopeId, parameter.equals(NO_PARAMETER) ? null : parameter, writtenAt);
    }
}
