package io.github.consentgrants.guard;

import io.github.consentgrants.grant.Digests;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.keycloak.OAuth2Constants;
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
final class SharedClientSession {
    private static final String DOMAIN = "consent-grants/client-session/v1";

    /** What Keycloak notes about the session itself, whatever the request was. */
    private static final Set<String> OF_THE_SESSION = Set.of(
            AuthenticatedClientSessionModel.STARTED_AT_NOTE,
            AuthenticatedClientSessionModel.USER_SESSION_STARTED_AT_NOTE,
            AuthenticatedClientSessionModel.USER_SESSION_REMEMBER_ME_NOTE,
            AuthenticationManager.SSO_AUTH,
            AuthenticationProcessor.FIRST_OFFLINE_ACCESS,
            Constants.LEVEL_OF_AUTHENTICATION,
            AdapterConstants.CLIENT_SESSION_STATE,
            AdapterConstants.CLIENT_SESSION_HOST);

    private static final List<String> OF_THE_SESSION_TOO = List.of(
            AuthenticatedClientSessionModel.REFRESH_TOKEN_PREFIX,
            AuthenticatedClientSessionModel.REFRESH_TOKEN_USE_PREFIX,
            AuthenticatedClientSessionModel.REFRESH_TOKEN_LAST_REFRESH_PREFIX,
            Constants.TOKEN_EXCHANGE_SUBJECT_CLIENT);

    /** What a code carries itself, and what says how the user was asked or where the answer went: no token follows it. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            OAuth2Constants.SCOPE,
            OIDCLoginProtocol.STATE_PARAM,
            OIDCLoginProtocol.NONCE_PARAM,
            OIDCLoginProtocol.REDIRECT_URI_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM,
            OIDCLoginProtocol.PROMPT_PARAM,
            OIDCLoginProtocol.LOGIN_HINT_PARAM,
            OIDCLoginProtocol.UI_LOCALES_PARAM,
            OAuth2Constants.DISPLAY,
            AdapterConstants.KC_IDP_HINT);

    private SharedClientSession() {}

    /** Leaves no note of an earlier request in it, so that tokens follow what was approved last and nothing else. */
    static void keepOnly(Set<String> notesOfRequest, AuthenticatedClientSessionModel clientSession) {
        Set.copyOf(clientSession.getNotes().keySet()).stream()
                .filter(name -> !notesOfRequest.contains(name) && !isOfTheSession(name))
                .forEach(clientSession::removeNote);
    }

    /** Returns a digest of the notes that tokens follow: another one means that another request has been approved since. */
    static String digest(AuthenticatedClientSessionModel clientSession) {
        Map<String, String> notes = new TreeMap<>(clientSession.getNotes());
        notes.keySet().removeIf(name -> isOfTheSession(name) || WITHOUT_EFFECT.contains(name));
        return Digests.sha256Hex(
                DOMAIN,
                notes.entrySet().stream()
                        .flatMap(note -> Stream.of(note.getKey(), note.getValue()))
                        .toList());
    }

    private static boolean isOfTheSession(String name) {
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
