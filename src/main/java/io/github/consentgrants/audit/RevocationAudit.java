package io.github.consentgrants.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/** Records that approvals were taken back, as Keycloak's event {@code REVOKE_GRANT}, which is stored if the transaction commits. */
public final class RevocationAudit {
    /** Event detail: who took the approval back, or what, in a word. */
    public static final String REVOKED_WHY = "consent_grant_revoked_why";

    /** Event detail: ids of grants, with blanks between them. */
    public static final String GRANT_IDS = "consent_grant_ids";
    /** Event detail: how many grants. */
    public static final String COUNT = "consent_grant_count";

    /** Keycloak cuts a detail off after 1,000 characters. */
    private static final int MAX_IDS = 25;

    private final KeycloakSession session;
    private final RealmModel realm;

    public RevocationAudit(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** The grant {@code grantId} was taken back. */
    public void revoked(String grantId, String userId, String clientUuid, String why) {
        ConsentMetrics.revoked(session, why, 1);
        event(userId, realm.getClientById(clientUuid), why)
                .detail(ConsentAudit.GRANT_ID, grantId)
                .success();
    }

    /** All grants of a client were taken back that the user had given: {@code grantIds}, of which the event names the newest. */
    public void revokedAll(List<String> grantIds, String userId, ClientModel client, String why) {
        ConsentMetrics.revoked(session, why, grantIds.size());
        List<String> newest = grantIds.subList(Math.max(0, grantIds.size() - MAX_IDS), grantIds.size());
        event(userId, client, why)
                .detail(GRANT_IDS, String.join(" ", newest))
                .detail(COUNT, Integer.toString(grantIds.size()))
                .success();
    }

    /** The user's session ends in which the grant {@code grantId} was given. */
    public void sessionEnded(UserSessionModel userSession, String grantId, String why) {
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.LOGOUT)
                .user(userSession.getUser())
                .session(userSession)
                .detail(ConsentAudit.GRANT_ID, grantId)
                .detail(ConsentAudit.REASON, why)
                .success();
    }

    private EventBuilder event(String userId, @Nullable ClientModel client, String why) {
        return new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.REVOKE_GRANT)
                .client(client)
                .user(userId)
                .detail(Details.REVOKED_CLIENT, client == null ? null : client.getClientId())
                .detail(REVOKED_WHY, why);
    }
}
