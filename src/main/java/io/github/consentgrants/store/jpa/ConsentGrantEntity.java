package io.github.consentgrants.store.jpa;

import io.github.consentgrants.grant.Decision;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.QueryHint;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * One decision, changed by the named queries alone. Deliberately no {@code AsynchronousCommitAllowed}: a commit that holds a decision is waited for.
 *
 * <p>Hashes are lower-case hexadecimal, so that they compare alike under every collation. Times are milliseconds since
 * 1970-01-01T00:00Z from Keycloak's clock, which is the one that tests and operators can move.
 */
@Entity
@Table(name = "CG_CONSENT_GRANT")
@NamedQuery(
        name = ConsentGrantEntity.CONSUME,
        query = "update ConsentGrantEntity g set g.consumedAt = :now"
                + " where g.id = :id and g.secretHash = :secretHash and g.bindingHash = :bindingHash"
                + " and g.consumedAt is null and g.expiresAt > :now",
        hints = @QueryHint(name = ConsentGrantEntity.TIMEOUT, value = ConsentGrantEntity.TIMEOUT_MILLIS))
@NamedQuery(
        name = ConsentGrantEntity.REDEEM,
        query = "update ConsentGrantEntity g set g.redeemedAt = :now"
                + " where g.id = :id and g.consumedAt is not null and g.redeemedAt is null",
        hints = @QueryHint(name = ConsentGrantEntity.TIMEOUT, value = ConsentGrantEntity.TIMEOUT_MILLIS))
@NamedQuery(
        name = ConsentGrantEntity.REVOKE,
        query = "update ConsentGrantEntity g set g.decision = 'DENIED', g.secretHash = null, g.fieldDigests = null"
                + " where g.id = :id and g.bindingHash = :bindingHash"
                + " and g.decision = 'GRANTED' and g.consumedAt is null",
        hints = @QueryHint(name = ConsentGrantEntity.TIMEOUT, value = ConsentGrantEntity.TIMEOUT_MILLIS))
@NamedQuery(
        name = ConsentGrantEntity.RELEASE,
        query = "update ConsentGrantEntity g set g.consumedAt = null"
                + " where g.id = :id and g.consumedAt = :consumedAt and g.redeemedAt is null",
        hints = @QueryHint(name = ConsentGrantEntity.TIMEOUT, value = ConsentGrantEntity.TIMEOUT_MILLIS))
@NamedQuery(name = ConsentGrantEntity.DECISION, query = "select g.decision from ConsentGrantEntity g where g.id = :id")
@NamedQuery(
        name = ConsentGrantEntity.READ_BACK,
        query = "select g.secretHash, g.bindingHash, g.fieldDigests, g.consumedAt, g.expiresAt"
                + " from ConsentGrantEntity g where g.id = :id")
class ConsentGrantEntity {
    static final String CONSUME = "consentGrantConsume";
    static final String REDEEM = "consentGrantRedeem";
    static final String REVOKE = "consentGrantRevoke";
    static final String RELEASE = "consentGrantRelease";
    static final String DECISION = "consentGrantDecision";
    static final String READ_BACK = "consentGrantReadBack";

    static final String TIMEOUT = "jakarta.persistence.query.timeout";
    /** A transaction that holds the row must not hold its callers, and their connections, for longer. */
    static final String TIMEOUT_MILLIS = "5000";

    @Id
    @Column(name = "ID", length = 36, nullable = false, updatable = false)
    private String id = "";

    /** Null for a denial, which therefore no token can match. */
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

    @Column(name = "CREATED_AT", nullable = false, updatable = false)
    private long createdAt;

    @Column(name = "EXPIRES_AT", nullable = false, updatable = false)
    private long expiresAt;

    @Column(name = "CONSUMED_AT")
    private @Nullable Long consumedAt;

    @Column(name = "REDEEMED_AT")
    private @Nullable Long redeemedAt;

    void setId(String id) {
        this.id = id;
    }

    void setSecretHash(String secretHash) {
        this.secretHash = secretHash;
    }

    void setBindingHash(String bindingHash) {
        this.bindingHash = bindingHash;
    }

    void setFieldDigests(String fieldDigests) {
        this.fieldDigests = fieldDigests;
    }

    void setDecision(Decision decision) {
        this.decision = decision.name();
    }

    void setRealmId(String realmId) {
        this.realmId = realmId;
    }

    void setClientUuid(String clientUuid) {
        this.clientUuid = clientUuid;
    }

    void setUserId(String userId) {
        this.userId = userId;
    }

    void setCreatedAt(long createdAt) {
        this.createdAt = createdAt;
    }

    void setExpiresAt(long expiresAt) {
        this.expiresAt = expiresAt;
    }
}
