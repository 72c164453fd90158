package io.github.consentgrants.revoke;

import io.github.consentgrants.audit.RevocationAudit;
import io.github.consentgrants.store.ConsentGrantLedger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Somebody else has used again what an approval had given: takes the approval back, and ends the user's session in which it was given. In
 * a transaction of its own, because the second use itself is refused and rolled back.
 */
public final class Replay {
    private Replay() {}

    /**
     * Ends what the first use opened, and says so in events.
     *
     * @param grantId the grant of the first use
     * @param sessionId the user's session of the first use
     */
    public static void end(KeycloakSession session, RealmModel realm, String grantId, String sessionId) {
        String realmId = realm.getId();
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), session.getContext(), own -> {
            @Nullable RealmModel same = own.realms().getRealm(realmId);
            if (same != null) {
                own.getContext().setRealm(same);
                revoke(own, same, grantId);
                endSession(own, same, grantId, sessionId);
            }
        });
    }

    private static void revoke(KeycloakSession session, RealmModel realm, String grantId) {
        @Nullable ConsentGrantLedger ledger = session.getProvider(ConsentGrantLedger.class);
        if (ledger != null) {
            ledger.find(realm.getId(), grantId)
                    .ifPresent(grant -> new GrantRevocation(session, realm, ledger).revoke(grant, RevokedBy.REPLAY));
        }
    }

    private static void endSession(KeycloakSession session, RealmModel realm, String grantId, String sessionId) {
        @Nullable UserSessionModel userSession = session.sessions().getUserSession(realm, sessionId);
        if (userSession == null) {
            return;
        }
        new RevocationAudit(session, realm).sessionEnded(userSession, grantId, RevokedBy.REPLAY.word());
        AuthenticationManager.backchannelLogout(
                session,
                realm,
                userSession,
                session.getContext().getUri(),
                session.getContext().getConnection(),
                session.getContext().getHttpRequest().getHttpHeaders(),
                true);
    }
}
