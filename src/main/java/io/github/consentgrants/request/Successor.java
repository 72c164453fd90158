package io.github.consentgrants.request;

import io.github.consentgrants.gate.RequestOrigin;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * A tab with the same request, for a browser whose tab another request of it has ended. A browser follows the answer to the last
 * click only: if the code was in the answer to the first, nothing has come of it. The user is asked anew, for another code.
 */
final class Successor {
    private static final String OF = "consent-grant.successor-of";

    private Successor() {}

    /**
     * Opens it, in a transaction of its own, or finds the one that was opened before.
     *
     * @return the tab's id; nothing for a pushed request, which is good for one sign-in only
     */
    static Optional<String> open(ConsentRequest request) {
        AuthenticationSessionModel ended = request.authSession();
        if (RequestOrigin.isPushed(ended)) {
            return Optional.empty();
        }
        return Optional.of(KeycloakModelUtils.runJobInTransactionWithResult(
                request.session().getKeycloakSessionFactory(), own -> tab(own, ended)));
    }

    private static String tab(KeycloakSession session, AuthenticationSessionModel ended) {
        RealmModel realm = session.realms().getRealm(ended.getRealm().getId());
        session.getContext().setRealm(realm);
        RootAuthenticationSessionModel root =
                root(session, realm, ended.getParentSession().getId());
        return root.getAuthenticationSessions().values().stream()
                .filter(tab -> ended.getTabId().equals(tab.getAuthNote(OF)))
                .findFirst()
                .orElseGet(() -> fresh(realm, root, ended))
                .getTabId();
    }

    /** The browser's cookie names the one that has ended; Keycloak, too, makes it again under this id for an open session. */
    private static RootAuthenticationSessionModel root(KeycloakSession session, RealmModel realm, String id) {
        @Nullable RootAuthenticationSessionModel known = session.authenticationSessions().getRootAuthenticationSession(realm, id);
        return known == null ? session.authenticationSessions().createRootAuthenticationSession(realm, id) : known;
    }

    private static AuthenticationSessionModel fresh(
            RealmModel realm, RootAuthenticationSessionModel root, AuthenticationSessionModel ended) {
        AuthenticationSessionModel tab = root.createAuthenticationSession(
                realm.getClientById(ended.getClient().getId()));
        tab.setProtocol(ended.getProtocol());
        tab.setRedirectUri(ended.getRedirectUri());
        Map<String, String> notes = ended.getClientNotes();
        notes.forEach(tab::setClientNote);
        tab.setAction(Action.AUTHENTICATE.name());
        tab.setAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH, LoginActionsService.AUTHENTICATE_PATH);
        tab.setAuthNote(OF, ended.getTabId());
        ConsentNotes.setNotice(tab, ConsentNotes.Notice.ANSWERED);
        return tab;
    }
}
