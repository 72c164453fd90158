package io.github.consentgrants.guard.code;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The client session that all codes of one client and one sign-in share. Before the guard runs, Keycloak writes the
 * notes of the request (claims, authorization_details and the like) to it (TokenManager.attachAuthenticationSession).
 * Keycloak removes no note of an earlier request, and keeps the notes in its session cache even if the transaction
 * rolls back. Tokens follow these notes.
 */
public final class ClientSessionNotes {
    private ClientSessionNotes() {}

    /**
     * Makes its tokens follow the request that is being approved, and nothing else: removes the notes of earlier
     * requests.
     *
     * @param notesOfRequest the names of the notes that the request brought
     */
    static ApprovedNotes follow(Set<String> notesOfRequest, AuthenticatedClientSessionModel clientSession) {
        Set.copyOf(clientSession.getNotes().keySet()).stream()
                .filter(name -> !notesOfRequest.contains(name) && !OwnNotes.include(name))
                .forEach(clientSession::removeNote);
        ApprovedNotes approved = ApprovedNotes.of(clientSession.getNotes(), notesOfRequest);
        clientSession.setNote(OwnNotes.APPROVED, approved.digest());
        return approved;
    }

    /** Returns which approval its tokens follow, or null if they follow none. */
    public static @Nullable String approval(AuthenticatedClientSessionModel clientSession) {
        return clientSession.getNote(OwnNotes.APPROVED);
    }

    /** Says whether its tokens still follow {@code approved}: no request that asks for something else was approved since. */
    public static boolean follows(ApprovedNotes approved, AuthenticatedClientSessionModel clientSession) {
        return approved.digest().equals(approval(clientSession)) && approved.areIn(clientSession.getNotes());
    }

    /**
     * Ends the client session in a transaction of its own: a code that is not redeemed yet is lost, and has to be asked
     * for again.
     */
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
