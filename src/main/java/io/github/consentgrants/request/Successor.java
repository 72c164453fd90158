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
 * A fresh tab with the same authorization request, for a browser whose tab was ended by a concurrent request. A browser
 * follows only the response to the last click: if the code was in the response to the first, it is lost. The user is
 * asked again, for another code.
 */
final class Successor {
    private static final String OF = "consent-grant.successor-of";

    private Successor() {}

    /**
     * Opens the successor, in a transaction of its own, or finds the one that was opened before.
     *
     * @return the tab's id; empty for a request that is good for one sign-in only: a pushed one (RFC 9126 4), or a device's
     */
    static Optional<String> open(ConsentRequest request) {
        AuthenticationSessionModel ended = request.authSession();
        if (RequestOrigin.isGoodOnce(ended)) {
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

    /**
     * The browser's cookie names the root session that has ended. Keycloak, too, creates a root session again under the
     * id of an open user session.
     */
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
