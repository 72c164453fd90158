package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.grant.Grant.Revocation;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.annotations.NamedNativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * One decision. The store makes and changes it by the named native queries alone; all but {@link #RELEASE}, which follows a
 * {@link #CONSUME}, need {@link SynchronousCommit}. The sweep has queries of its own.
 *
 * <p>Hashes are lower-case hexadecimal, so that they compare alike under every collation. Times are milliseconds since
 * 1970-01-01T00:00Z from Keycloak's clock, which is the one that tests and operators can move.
 *
 * <p>The queries are native, because Hibernate translates an HQL update anew at each execution. They name the table as
 * query space, because Hibernate would otherwise flush the whole session before each of them. See docs/adr/0034.
 */
@Entity
@Table(name = ConsentGrantEntity.TABLE)
@NamedNativeQuery(
        name = ConsentGrantEntity.MINT,
        query = "insert into {h-schema}" + ConsentGrantEntity.TABLE + " (" + ConsentGrantEntity.GRANTED + ") values ("
                + ConsentGrantEntity.GRANTED_VALUES + ")",
        timeout = ConsentGrantEntity.TIMEOUT_SECONDS,
        querySpaces = ConsentGrantEntity.TABLE)
@NamedNativeQuery(
        name = ConsentGrantEntity.MINT_FOR_SESSION,
        query = "insert into {h-schema}" + ConsentGrantEntity.TABLE + " (" + ConsentGrantEntity.GRANTED
                + ", REACH_HASH) values (" + ConsentGrantEntity.GRANTED_VALUES + ", :reachHash)",
        timeout = ConsentGrantEntity.TIMEOUT_SECONDS,
        querySpaces = ConsentGrantEntity.TABLE)
@NamedNativeQuery(
        name = ConsentGrantEntity.DERIVE,
        query = "insert into {h-schema}" + ConsentGrantEntity.TABLE + " (" + ConsentGrantEntity.GRANTED
                + ", PARENT_ID) values (" + ConsentGrantEntity.GRANTED_VALUES + ", :parentId)",
        timeout = ConsentGrantEntity.TIMEOUT_SECONDS,
        querySpaces = ConsentGrantEntity.TABLE)
@NamedQuery(
        name = ConsentGrantEntity.DERIVABLE,
        query = "select g.id from ConsentGrantEntity g where g.id = :id and g.realmId = :realmId"
                + " and g.clientUuid = :clientUuid and g.userId = :userId and g.sessionId = :sessionId"
                + " and g.reachHash = :reachHash and g.parentId is null and g.decision = 'GRANTED'"
                + " and g.consumedAt is not null and g.revokedAt is null and g.createdAt > :after")
@NamedNativeQuery(
        name = ConsentGrantEntity.DENY,
        query = "insert into {h-schema}" + ConsentGrantEntity.TABLE
                + " (ID, BINDING_HASH, DECISION, REALM_ID, CLIENT_UUID, USER_ID, CREATED_AT, EXPIRES_AT)"
                + " values (:id, :bindingHash, 'DENIED', :realmId, :clientUuid, :userId, :createdAt, :expiresAt)",
        timeout = ConsentGrantEntity.TIMEOUT_SECONDS,
        querySpaces = ConsentGrantEntity.TABLE)
@NamedNativeQuery(
        name = ConsentGrantEntity.CONSUME,
        query = "update {h-schema}" + ConsentGrantEntity.TABLE + " set CONSUMED_AT = :now"
                + " where ID = :id and SECRET_HASH = :secretHash and BINDING_HASH = :bindingHash"
                + " and CONSUMED_AT is null and EXPIRES_AT > :now",
        timeout = ConsentGrantEntity.TIMEOUT_SECONDS,
        querySpaces = ConsentGrantEntity.TABLE)
@NamedNativeQuery(
        name = ConsentGrantEntity.REDEEM,
        query = "update {h-schema}" + ConsentGrantEntity.TABLE + " set REDEEMED_AT = :now"
                + " where ID = :id and CONSUMED_AT is not null and REDEEMED_AT is null and REVOKED_AT is null",
        timeout = ConsentGrantEntity.TIMEOUT_SECONDS,
        querySpaces = ConsentGrantEntity.TABLE)
@NamedNativeQuery(
        name = ConsentGrantEntity.REVOKE,
        query = "update {h-schema}" + ConsentGrantEntity.TABLE
                + " set DECISION = 'DENIED', REVOKED_AT = :now, REVOKED_WHY = 'denied', SECRET_HASH = null, FIELD_DIGESTS = null"
                + " where ID = :id and BINDING_HASH = :bindingHash"
                + " and DECISION = 'GRANTED' and CONSUMED_AT is null",
        timeout = ConsentGrantEntity.TIMEOUT_SECONDS,
        querySpaces = ConsentGrantEntity.TABLE)
@NamedNativeQuery(
        name = ConsentGrantEntity.TAKE_BACK,
        query = "update {h-schema}" + ConsentGrantEntity.TABLE
                + " set REVOKED_AT = :now, REVOKED_WHY = :reason, SECRET_HASH = null, FIELD_DIGESTS = null"
                + " where ID = :id and REALM_ID = :realmId and DECISION = 'GRANTED' and REVOKED_AT is null",
        timeout = ConsentGrantEntity.TIMEOUT_SECONDS,
        querySpaces = ConsentGrantEntity.TABLE)
@NamedNativeQuery(
        name = ConsentGrantEntity.TAKE_BACK_DERIVED,
        query = "update {h-schema}" + ConsentGrantEntity.TABLE
                + " set REVOKED_AT = :now, REVOKED_WHY = :reason, SECRET_HASH = null, FIELD_DIGESTS = null"
                + " where PARENT_ID = :id and REALM_ID = :realmId and REVOKED_AT is null",
        timeout = ConsentGrantEntity.TIMEOUT_SECONDS,
        querySpaces = ConsentGrantEntity.TABLE)
@NamedNativeQuery(
        name = ConsentGrantEntity.RELEASE,
        query = "update {h-schema}" + ConsentGrantEntity.TABLE + " set CONSUMED_AT = null"
                + " where ID = :id and CONSUMED_AT = :consumedAt and REDEEMED_AT is null",
        timeout = ConsentGrantEntity.TIMEOUT_SECONDS,
        querySpaces = ConsentGrantEntity.TABLE)
@NamedQuery(
        name = ConsentGrantEntity.OF_USER,
        query = "select g.id, g.userId from ConsentGrantEntity g"
                + " where g.realmId = :realmId and g.userId = :userId and g.id > :after order by g.id")
@NamedNativeQuery(
        name = ConsentGrantEntity.IS_REVOKED,
        query = "select g.ID from {h-schema}" + ConsentGrantEntity.TABLE + " g left join {h-schema}"
                + ConsentGrantEntity.TABLE + " p on p.ID = g.PARENT_ID where g.ID = :id and g.REALM_ID = :realmId"
                + " and (g.REVOKED_AT is not null or p.REVOKED_AT is not null)",
        querySpaces = ConsentGrantEntity.TABLE)
@NamedQuery(
        name = ConsentGrantEntity.IN_USE,
        query = "select g.id from ConsentGrantEntity g where g.userId = :userId and g.realmId = :realmId"
                + " and g.clientUuid = :clientUuid and g.sessionId = :sessionId"
                + " and g.decision = 'GRANTED' and g.consumedAt is not null and g.revokedAt is null")
@NamedQuery(
        name = ConsentGrantEntity.REVOCABLE,
        query = "select g.id from ConsentGrantEntity g where g.userId = :userId and g.realmId = :realmId"
                + " and g.clientUuid = :clientUuid and g.id > :last and g.decision = 'GRANTED' and g.revokedAt is null"
                + " order by g.id")
@NamedQuery(
        name = ConsentGrantEntity.DERIVED,
        query =
                "select g.id from ConsentGrantEntity g where g.parentId in (:ids) and g.revokedAt is null order by g.id")
@NamedQuery(
        name = ConsentGrantEntity.TAKE_BACK_ALL,
        query = "update ConsentGrantEntity g set g.revokedAt = :now, g.revokedWhy = :reason, g.secretHash = null,"
                + " g.fieldDigests = null where g.id in (:ids) and g.revokedAt is null")
@NamedQuery(name = ConsentGrantEntity.DECISION, query = "select g.decision from ConsentGrantEntity g where g.id = :id")
@NamedQuery(
        name = ConsentGrantEntity.READ_BACK,
        query = "select g.secretHash, g.bindingHash, g.fieldDigests, g.consumedAt, g.expiresAt"
                + " from ConsentGrantEntity g where g.id = :id")
class ConsentGrantEntity {
    static final String TABLE = "CG_CONSENT_GRANT";

    /** The columns of each grant, and their values. */
    static final String GRANTED =
            "ID, SECRET_HASH, BINDING_HASH, FIELD_DIGESTS, DECISION, REALM_ID, CLIENT_UUID, USER_ID,"
                    + " SESSION_ID, CREATED_AT, EXPIRES_AT";

    static final String GRANTED_VALUES =
            ":id, :secretHash, :bindingHash, :fieldDigests, 'GRANTED', :realmId, :clientUuid,"
                    + " :userId, :sessionId, :createdAt, :expiresAt";

    static final String MINT = "consentGrantMint";
    static final String MINT_FOR_SESSION = "consentGrantMintForSession";
    static final String DERIVE = "consentGrantDerive";
    static final String DERIVABLE = "consentGrantDerivable";
    static final String DENY = "consentGrantDeny";
    static final String CONSUME = "consentGrantConsume";
    static final String REDEEM = "consentGrantRedeem";
    static final String REVOKE = "consentGrantRevoke";
    static final String TAKE_BACK = "consentGrantTakeBack";
    static final String TAKE_BACK_DERIVED = "consentGrantTakeBackDerived";
    static final String DERIVED = "consentGrantDerived";
    static final String RELEASE = "consentGrantRelease";
    static final String OF_USER = "consentGrantOfUser";
    static final String IS_REVOKED = "consentGrantIsRevoked";
    static final String IN_USE = "consentGrantInUse";
    static final String REVOCABLE = "consentGrantRevocable";
    static final String TAKE_BACK_ALL = "consentGrantTakeBackAll";
    static final String DECISION = "consentGrantDecision";
    static final String READ_BACK = "consentGrantReadBack";

    /** Bounds the wait for a row that another transaction holds: each waiting request holds a connection. */
    static final int TIMEOUT_SECONDS = 5;

    @Id
    @Column(name = "ID", length = 36, nullable = false, updatable = false)
    private String id = "";

    /** Null for a denial and for a revoked grant, which therefore no token can match. */
    @Column(name = "SECRET_HASH", length = 64, updatable = false)
    private @Nullable String secretHash;

    @Column(name = "BINDING_HASH", length = 64, nullable = false, updatable = false)
    private String bindingHash = "";

    @Column(name = "FIELD_DIGESTS", length = 255, updatable = false)
    private @Nullable String fieldDigests;

    @Column(name = "DECISION", length = 8, nullable = false, updatable = false)
    private String decision = "";

    @Column(name = "REALM_ID", length = 36, nullable = false, updatable = false)
    private String realmId = "";

    @Column(name = "CLIENT_UUID", length = 36, nullable = false, updatable = false)
    private String clientUuid = "";

    @Column(name = "USER_ID", length = 255, nullable = false, updatable = false)
    private String userId = "";

    /** Null for a denial, and in rows of earlier versions. */
    @Column(name = "SESSION_ID", length = 255, updatable = false)
    private @Nullable String sessionId;

    @Column(name = "CREATED_AT", nullable = false, updatable = false)
    private long createdAt;

    @Column(name = "EXPIRES_AT", nullable = false, updatable = false)
    private long expiresAt;

    @Column(name = "CONSUMED_AT")
    private @Nullable Long consumedAt;

    @Column(name = "REDEEMED_AT")
    private @Nullable Long redeemedAt;

    @Column(name = "REVOKED_AT")
    private @Nullable Long revokedAt;

    @Column(name = "REVOKED_WHY", length = 32)
    private @Nullable String revokedWhy;

    /** The grant whose click covers this one; null for a click of its own. */
    @Column(name = "PARENT_ID", length = 36, updatable = false)
    private @Nullable String parentId;

    /** What the click covers for the rest of the session; null if its page did not say that it covers anything. */
    @Column(name = "REACH_HASH", length = 64, updatable = false)
    private @Nullable String reachHash;

    Grant toGrant(boolean recorded) {
        return new Grant(
                id,
                realmId,
                clientUuid,
                userId,
                Decision.valueOf(decision),
                Instant.ofEpochMilli(createdAt),
                Instant.ofEpochMilli(expiresAt),
                instant(consumedAt),
                instant(redeemedAt),
                revokedAt == null
                        ? null
                        : new Revocation(Instant.ofEpochMilli(revokedAt), Objects.requireNonNullElse(revokedWhy, "")),
                recorded,
                sessionId,
                parentId);
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
