package io.github.consentgrants.audit;

import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Records that approvals were taken back, as Keycloak's event {@code REVOKE_GRANT}, which is stored if the transaction commits. */
public final class RevocationAudit {
    /** Event detail: who took the approval back, or what, in a word. */
    public static final String REVOKED_WHY = "consent_grant_revoked_why";

    private final KeycloakSession session;
    private final RealmModel realm;

    public RevocationAudit(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** The grant {@code grantId} was taken back. */
    public void revoked(String grantId, String userId, String clientUuid, String why) {
        ConsentMetrics.revoked(session, why, 1);
        @Nullable ClientModel client = realm.getClientById(clientUuid);
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.REVOKE_GRANT)
                .client(client)
                .user(userId)
                .detail(Details.REVOKED_CLIENT, client == null ? null : client.getClientId())
                .detail(ConsentAudit.GRANT_ID, grantId)
                .detail(REVOKED_WHY, why)
                .success();
    }
}
