package io.github.consentgrants.page;

import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.Patience;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * The decision of the other one of two simultaneous posts of one page. The database tells the loser as soon as the winner's
 * transaction has committed, but Keycloak writes the winner's authentication session, which holds the token, only after that.
 * A loser that went on at once would meet the tab as it was before the click, ask again, and overwrite the token.
 */
final class FirstDecision {
    private FirstDecision() {}

    /**
     * Waits, for a bounded time, until the winner's token can be read, or the tab is gone because the sign-in has ended.
     *
     * @return the path at which the tab then is; nothing if the token did not come, as when the winner's node went down
     */
    static Optional<String> await(ConsentRequest request) {
        return Patience.until(() -> path(request), Optional::isPresent);
    }

    /** In a session of its own: this request's one keeps the tab as it read it first. */
    private static Optional<String> path(ConsentRequest request) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                request.session().getKeycloakSessionFactory(), session -> path(session, request.authSession()));
    }

    private static Optional<String> path(KeycloakSession session, AuthenticationSessionModel seen) {
        RealmModel realm = session.realms().getRealm(seen.getRealm().getId());
        session.getContext().setRealm(realm);
        RootAuthenticationSessionModel root = session.authenticationSessions()
                .getRootAuthenticationSession(realm, seen.getParentSession().getId());
        @Nullable AuthenticationSessionModel tab = root == null
                ? null
                : root.getAuthenticationSession(
                        realm.getClientById(seen.getClient().getId()), seen.getTabId());
        if (tab == null) {
            return Optional.of(LoginActionsService.REQUIRED_ACTION);
        }
        return ConsentNotes.hasToken(tab)
                ? Optional.ofNullable(tab.getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH))
                : Optional.empty();
    }
}
