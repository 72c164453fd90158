package io.github.consentgrants.guard.code;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.constants.AdapterConstants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The client session that all codes of one client and one sign-in share. Before the guard runs, Keycloak has written the notes
 * of the request (claims, authorization_details and the like) to it (TokenManager.attachAuthenticationSession), takes none of
 * an earlier request away, and keeps them in its session cache even if the transaction rolls back. Tokens follow what is there.
 */
public final class ClientSessionNotes {
    /** Note: which approval its tokens follow (the digest of {@link ApprovedNotes}). The last one wins. */
    private static final String APPROVED = "consent-grant.approved";

    /** Keycloak notes the client itself, when it makes a client session and when it loads one from the database. */
    private static final String CLIENT_UUID = "clientId";

    /** What Keycloak notes about the session itself, whatever the request was. */
    private static final Set<String> OF_THE_SESSION = Set.of(
            APPROVED,
            CLIENT_UUID,
            AuthenticatedClientSessionModel.STARTED_AT_NOTE,
            AuthenticatedClientSessionModel.USER_SESSION_STARTED_AT_NOTE,
            AuthenticatedClientSessionModel.USER_SESSION_REMEMBER_ME_NOTE,
            AuthenticationManager.SSO_AUTH,
            AuthenticationProcessor.FIRST_OFFLINE_ACCESS,
            OIDCLoginProtocol.CONSENT_NOTE,
            Constants.LEVEL_OF_AUTHENTICATION,
            AdapterConstants.CLIENT_SESSION_STATE,
            AdapterConstants.CLIENT_SESSION_HOST);

    private static final List<String> OF_THE_SESSION_TOO = List.of(
            AuthenticatedClientSessionModel.REFRESH_TOKEN_PREFIX,
            AuthenticatedClientSessionModel.REFRESH_TOKEN_USE_PREFIX,
            AuthenticatedClientSessionModel.REFRESH_TOKEN_LAST_REFRESH_PREFIX,
            Constants.TOKEN_EXCHANGE_SUBJECT_CLIENT);

    private ClientSessionNotes() {}

    /**
     * Has its tokens follow the request that is being approved, and nothing else: leaves no note of an earlier request in it.
     *
     * @param notesOfRequest the names of the notes that the request brought
     */
    static ApprovedNotes follow(Set<String> notesOfRequest, AuthenticatedClientSessionModel clientSession) {
        Set.copyOf(clientSession.getNotes().keySet()).stream()
                .filter(name -> !notesOfRequest.contains(name) && !isOfTheSession(name))
                .forEach(clientSession::removeNote);
        ApprovedNotes approved = ApprovedNotes.of(clientSession.getNotes(), notesOfRequest);
        clientSession.setNote(APPROVED, approved.digest());
        return approved;
    }

    /** Returns which approval its tokens follow, or null if it is of none. */
    public static @Nullable String approval(AuthenticatedClientSessionModel clientSession) {
        return clientSession.getNote(APPROVED);
    }

    /** Says whether its tokens follow what was approved then: no other request has been since that asks for something else. */
    public static boolean follows(ApprovedNotes approved, AuthenticatedClientSessionModel clientSession) {
        return approved.digest().equals(approval(clientSession)) && approved.areIn(clientSession.getNotes());
    }

    static boolean isOfTheSession(String name) {
        return OF_THE_SESSION.contains(name) || OF_THE_SESSION_TOO.stream().anyMatch(name::startsWith);
    }

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
