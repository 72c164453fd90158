package io.github.consentgrants.guard.code;

import java.util.List;
import java.util.Set;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.constants.AdapterConstants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.Constants;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;

/** The notes of a client session that are about the session itself, whatever the request was. */
final class OwnNotes {
    /** Which approval its tokens follow (the digest of {@link ApprovedNotes}). The last one wins. */
    static final String APPROVED = "consent-grant.approved";

    /** Keycloak notes the client itself, when it makes a client session and when it loads one from the database. */
    private static final String CLIENT_UUID = "clientId";

    /** The names of such notes. */
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

    private OwnNotes() {}

    static boolean include(String name) {
        return OF_THE_SESSION.contains(name) || OF_THE_SESSION_TOO.stream().anyMatch(name::startsWith);
    }
}
