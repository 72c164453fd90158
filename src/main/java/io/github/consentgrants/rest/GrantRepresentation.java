package io.github.consentgrants.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Grant;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A grant in the admin API. Times are milliseconds since 1970, as in the rest of Keycloak's admin API.
 *
 * @param id the grant's id
 * @param client Keycloak's internal id of the client
 * @param user id of the user; a pseudonym once the user was removed
 * @param decision {@code granted} or {@code denied}
 * @param state what the grant has come to, in lower case ({@link Grant.State})
 * @param decidedAt when the user decided
 * @param expiresAt until when the grant can be consumed
 * @param consumedAt when it was consumed
 * @param redeemedAt when its code was exchanged for tokens
 * @param revokedAt when it was revoked
 * @param revokedWhy why it was revoked
 * @param parent the grant that the user clicked, if this one was derived from it; absent for a click
 * @param recorded whether there is a record of it; grants of earlier versions have none
 * @param record the record, letter for letter as it is kept; not in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GrantRepresentation(
        String id,
        String client,
        String user,
        String decision,
        String state,
        long decidedAt,
        long expiresAt,
        @Nullable Long consumedAt,
        @Nullable Long redeemedAt,
        @Nullable Long revokedAt,
        @Nullable String revokedWhy,
        @Nullable String parent,
        boolean recorded,
        @JsonRawValue @Nullable String record) {
    static GrantRepresentation of(Grant grant, Instant now) {
        return of(grant, now, null);
    }

    /** Makes it, with a record or without. */
    public static GrantRepresentation of(Grant grant, Instant now, @Nullable ConsentRecord record) {
        Grant.Revocation revocation = grant.revocation();
        return new GrantRepresentation(
                grant.id(),
                grant.clientUuid(),
                grant.userId(),
                lowerCase(grant.decision()),
                lowerCase(grant.state(now)),
                grant.decidedAt().toEpochMilli(),
                grant.expiresAt().toEpochMilli(),
                millis(grant.consumedAt()),
                millis(grant.redeemedAt()),
                revocation == null ? null : millis(revocation.at()),
                revocation == null ? null : revocation.reason(),
                grant.parentId(),
                grant.recorded(),
                record == null ? null : record.toJson());
    }

    static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }
}
