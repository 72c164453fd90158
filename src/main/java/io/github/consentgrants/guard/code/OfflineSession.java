package io.github.consentgrants.guard.code;

import io.github.consentgrants.gate.Gate;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.UserSessionManager;

/**
 * The offline client session that all offline tokens of one client and one sign-in share. Keycloak makes it from the
 * client session when the first offline token is made, and then leaves its notes alone
 * (UserSessionManager.createOrUpdateOfflineSession), so that a later token would follow the first approval.
 */
public final class OfflineSession {
    /** What an offline client session has of its own (PersistentUserSessionProvider.createOfflineClientSession). */
    private static final Set<String> ITS_OWN = Set.of(
            AuthenticatedClientSessionModel.STARTED_AT_NOTE,
            AuthenticatedClientSessionModel.USER_SESSION_STARTED_AT_NOTE,
            AuthenticationProcessor.FIRST_OFFLINE_ACCESS);

    private final KeycloakSession session;
    private final ClientSessionContext context;
    private final AuthenticatedClientSessionModel clientSession;

    /** @param context of the client session for which an offline token is made, or of the offline one that is refreshed */
    public OfflineSession(KeycloakSession session, ClientSessionContext context) {
        this.session = session;
        this.context = context;
        clientSession = context.getClientSession();
    }

    /**
     * Makes the offline client session of a gated client follow what was approved last, which ends the tokens of
     * another approval.
     */
    public void follow() {
        if (Gate.of(clientSession.getRealm(), clientSession.getClient()).isPresent()
                && new UserSessionManager(session).isOfflineTokenAllowed(context)) {
            existing()
                    .filter(offline -> !Objects.equals(
                            ClientSessionNotes.approval(offline), ClientSessionNotes.approval(clientSession)))
                    .ifPresent(this::beginAnew);
        }
    }

    /** Makes the offline client session as if Keycloak made it now. */
    private void beginAnew(AuthenticatedClientSessionModel offline) {
        offline.restartClientSession();
        offline.setRedirectUri(clientSession.getRedirectUri());
        clientSession.getNotes().entrySet().stream()
                .filter(note -> !ITS_OWN.contains(note.getKey()))
                .forEach(note -> offline.setNote(note.getKey(), note.getValue()));
    }

    /** Returns which approval its tokens follow. */
    public Optional<String> approval() {
        return existing().map(ClientSessionNotes::approval);
    }

    private Optional<AuthenticatedClientSessionModel> existing() {
        UserSessionModel userSession = clientSession.getUserSession();
        if (userSession.isOffline()) {
            return Optional.of(clientSession);
        }
        return Optional.ofNullable(
                        session.sessions().getOfflineUserSession(clientSession.getRealm(), userSession.getId()))
                .map(offline -> offline.getAuthenticatedClientSessionByClient(
                        clientSession.getClient().getId()));
    }
}
