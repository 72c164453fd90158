package io.github.consentgrants.revoke;

import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.store.ConsentGrantLedger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.UserSessionManager;

/**
 * Ends the session of a client, online and offline, once the last of its approvals was taken back, and tells the client, as Keycloak does
 * when a user revokes access. This comes after the commit, in a transaction of its own: of two approvals that are taken back at once on two
 * nodes, the later one sees that none is left, and no row is locked while a client is waited for. If it fails, the tokens are refused all
 * the same.
 */
final class EndOfClientSession {
    private static final Logger LOG = Logger.getLogger(EndOfClientSession.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    private EndOfClientSession(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    static void afterCommit(KeycloakSession session, String realmId, String grantId) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                endIfLast(session, realmId, grantId);
            }

            @Override
            protected void rollbackImpl() {
                // Nothing was taken back.
            }
        });
    }

    private static void endIfLast(KeycloakSession session, String realmId, String grantId) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session.getContext(), own -> {
                @Nullable RealmModel realm = own.realms().getRealm(realmId);
                if (realm != null) {
                    own.getContext().setRealm(realm);
                    new EndOfClientSession(own, realm).endIfLast(grantId);
                }
            });
        } catch (RuntimeException e) {
            LOG.warnf(
                    e,
                    "The session of the client could not be ended after the grant '%s' of realm '%s' was taken back. Its tokens"
                            + " are refused all the same; the session can be ended in the admin console",
                    grantId,
                    realmId);
        }
    }

    /** A grant that was not consumed has given nothing. */
    private void endIfLast(String grantId) {
        @Nullable ConsentGrantLedger ledger = session.getProvider(ConsentGrantLedger.class);
        if (ledger != null) {
            ledger.find(realm.getId(), grantId)
                    .filter(grant -> grant.consumedAt() != null && !ledger.isInUse(grant))
                    .ifPresent(this::end);
        }
    }

    private void end(Grant grant) {
        @Nullable ClientModel client = realm.getClientById(grant.clientUuid());
        @Nullable String sessionId = grant.sessionId();
        if (client == null || sessionId == null) {
            return;
        }
        @Nullable UserSessionModel online = session.sessions().getUserSession(realm, sessionId);
        if (online != null) {
            AuthenticationManager.backchannelLogoutUserSessionFromClient(
                    session,
                    realm,
                    online,
                    client,
                    session.getContext().getUri(),
                    session.getContext().getHttpRequest().getHttpHeaders());
        }
        @Nullable UserSessionModel offline = session.sessions().getOfflineUserSession(realm, sessionId);
        if (offline != null) {
            new UserSessionManager(session)
                    .removeClientFromOfflineUserSession(realm, offline, client, offline.getUser());
        }
    }
}
