package io.github.consentgrants.approvals;

import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.grant.Grant.State;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/** What an approval still gives the application. If in doubt, more: a user must not take an access for gone that is not. */
enum StillGives {
    /** Nothing: denied, taken back, not used in time, or its session has ended. */
    NOTHING,
    /** Nothing yet: the sign-in that it was given for can still use it. */
    UNUSED,
    /** A code, which the application can exchange. */
    CODE,
    /** Access for as long as the session lives. */
    ONLINE,
    /** Access that outlives the session. */
    OFFLINE,
    /** Access; nothing says for how long. */
    ACCESS;

    /**
     * Finds out.
     *
     * @param state what the grant has come to
     * @param record what was shown; null if nothing is known of it
     */
    static StillGives of(KeycloakSession session, Grant grant, State state, @Nullable ShownRecord record) {
        return switch (state) {
            case GRANTED -> UNUSED;
            case CONSUMED -> CODE;
            case REDEEMED -> ofTokens(session, grant, record);
            default -> NOTHING;
        };
    }

    /** The row names the session, also where no record was kept. */
    private static StillGives ofTokens(KeycloakSession session, Grant grant, @Nullable ShownRecord record) {
        @Nullable String sessionId = ShownRecord.session(grant, record);
        if (sessionId == null) {
            return ACCESS;
        }
        RealmModel realm = session.getContext().getRealm();
        if (mayBeOffline(record) && has(session.sessions().getOfflineUserSession(realm, sessionId), grant)) {
            return OFFLINE;
        }
        return has(session.sessions().getUserSession(realm, sessionId), grant) ? ONLINE : NOTHING;
    }

    /** Without a record, what is offline may be of this approval or of another one. */
    private static boolean mayBeOffline(@Nullable ShownRecord record) {
        return record == null || record.isOffline();
    }

    /** Tokens follow the client's part of the user session. */
    private static boolean has(@Nullable UserSessionModel userSession, Grant grant) {
        return Optional.ofNullable(userSession)
                .map(found -> found.getAuthenticatedClientSessionByClient(grant.clientUuid()))
                .isPresent();
    }
}
