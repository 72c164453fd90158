package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/**
 * One authorization request, as the current HTTP request handles it.
 *
 * @param session of the HTTP request
 * @param authSession the tab that holds the resolved authorization request
 * @param user who decides; on the way to a code the user of the session that the tokens will follow
 * @param event the login event under construction
 */
public record ConsentRequest(
        KeycloakSession session, AuthenticationSessionModel authSession, UserModel user, EventBuilder event) {
    /** Returns the request of a tab that has a required action. */
    public static ConsentRequest of(RequiredActionContext context) {
        return new ConsentRequest(
                context.getSession(), context.getAuthenticationSession(), context.getUser(), context.getEvent());
    }

    /** Returns the request of a tab that is in a flow. */
    public static ConsentRequest of(AuthenticationFlowContext context) {
        return new ConsentRequest(
                context.getSession(), context.getAuthenticationSession(), context.getUser(), context.getEvent());
    }

    public RealmModel realm() {
        return authSession.getRealm();
    }

    public ClientModel client() {
        return authSession.getClient();
    }

    /**
     * Says whether the click is still to lead back into the flow that has asked. In the request that runs the flow it
     * has; to every other request, also one at the same moment, the tab says so until the flow has stopped.
     */
    public boolean returnsToFlow() {
        return ConsentNotes.returnsToFlow(authSession)
                && !ConsentProgress.in(session).runsTheFlow();
    }

    /** Says whether the client wants an answer without a page ({@code prompt=none}). */
    public boolean isPassive() {
        return TokenUtil.hasPrompt(
                authSession.getClientNote(OIDCLoginProtocol.PROMPT_PARAM), OIDCLoginProtocol.PROMPT_VALUE_NONE);
    }

    /** Returns the audit of this request. */
    public ConsentAudit audit() {
        return new ConsentAudit(session, authSession, user);
    }

    @Nullable String note(String name) {
        return authSession.getAuthNote(name);
    }
}
