package io.github.consentgrants.guard.code;

import io.github.consentgrants.grant.Digests;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceCodeModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserSessionModel;

/**
 * Leads from a device code to the one grant that was consumed for it. Kept beside the codes and as long as they live, under a digest of the
 * code. Such an entry only points to a row; the row decides what may be redeemed. See docs/adr/0108.
 *
 * <p>The first decision takes the place, at once and on all nodes, so that of two users, or of an approval and a denial, one counts. The
 * grant is written with the transaction: a place without a grant is an approval that is being committed, or a denial.
 */
public final class DeviceToGrant {
    private static final String DOMAIN = "consent-grants/device/v1";
    private static final String GRANT_ID = "grant_id";
    private static final String SESSION = "session";
    private static final String UNTIL = "until";
    /** Keycloak keeps the codes for so many seconds after they have expired, and for an interval. */
    private static final int MARGIN_SECONDS = 10;

    private static final int MILLIS = 1000;

    private final SingleUseObjectProvider objects;
    private final String key;

    public DeviceToGrant(KeycloakSession session, ClientModel client, String deviceCode) {
        objects = session.singleUseObjects();
        key = "consent-grant-device:"
                + Digests.sha256Hex(DOMAIN, List.of(client.getRealm().getId(), client.getId(), deviceCode));
    }

    /** Takes the place of a device's request; false if the request was decided before. */
    boolean take(OAuth2DeviceCodeModel device) {
        return objects.putIfAbsent(key, lifespan(device));
    }

    /** Keeps the grant in the place that was taken. */
    void keep(OAuth2DeviceCodeModel device, Kept kept) {
        objects.put(
                key,
                lifespan(device),
                kept.notes()
                        .with(Map.of(
                                GRANT_ID,
                                kept.grantId(),
                                SESSION,
                                kept.sessionId(),
                                UNTIL,
                                Long.toString(kept.until().toEpochMilli()))));
    }

    private static int lifespan(OAuth2DeviceCodeModel device) {
        return Math.max(device.getExpiration() - (int) (Time.currentTimeMillis() / MILLIS), 0)
                + device.getPollingInterval()
                + MARGIN_SECONDS;
    }

    /** Says whether the request was decided, or is being decided. */
    public boolean isTaken() {
        return objects.contains(key);
    }

    /** Returns the grant. The entry is read, not removed. */
    public Optional<Kept> kept() {
        return Stream.ofNullable(objects.get(key))
                .filter(kept -> kept.containsKey(GRANT_ID))
                .map(kept -> new Kept(
                        kept.get(GRANT_ID),
                        kept.getOrDefault(SESSION, ""),
                        Instant.ofEpochMilli(Long.parseLong(kept.getOrDefault(UNTIL, "0"))),
                        ApprovedNotes.in(kept)))
                .findFirst();
    }

    /**
     * What is kept for a device code.
     *
     * @param grantId the grant
     * @param sessionId the user session in which the user approved
     * @param until when the device must have asked for its tokens
     * @param notes what the tokens are to follow
     */
    public record Kept(String grantId, String sessionId, Instant until, ApprovedNotes notes) {
        /** Says whether the tokens of a user session may come from this grant. */
        public boolean isOf(UserSessionModel userSession) {
            return sessionId.equals(userSession.getId());
        }

        /** Says whether the device comes too late. */
        public boolean isExpired(Instant now) {
            return !now.isBefore(until);
        }
    }
}
