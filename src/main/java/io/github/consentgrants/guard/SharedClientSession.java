package io.github.consentgrants.guard;

import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The client session that all codes of one client and one sign-in share. Before the guard runs, Keycloak has written the notes
 * of the request (claims, authorization_details and the like) to it, and its session cache keeps them even if the transaction
 * rolls back. Tokens for an earlier code would follow them.
 */
final class SharedClientSession {
    private SharedClientSession() {}

    /** Ends it in a transaction of its own: a code that is not redeemed yet is lost, and has to be asked for again. */
    static void discard(KeycloakSession session, AuthenticationSessionModel authSession, UserSessionModel userSession) {
        String realmId = authSession.getRealm().getId();
        String clientId = authSession.getClient().getId();
        String sessionId = userSession.getId();
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> {
            RealmModel realm = own.realms().getRealm(realmId);
            own.getContext().setRealm(realm);
            UserSessionModel shared = own.sessions().getUserSession(realm, sessionId);
            AuthenticatedClientSessionModel clientSession =
                    shared == null ? null : shared.getAuthenticatedClientSessionByClient(clientId);
            if (clientSession != null) {
                clientSession.detachFromUserSession();
            }
        });
    }
}
