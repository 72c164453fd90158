package io.github.consentgrants.page;

import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.TabRedirect;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel;

/** Where the browser goes after an answer that did not end the sign-in. */
final class FlowRedirect {
    private FlowRedirect() {}

    /**
     * Leads back into the browser flow, where the authenticator consumes. The current execution stays noted: a second post of
     * the same page then leads to the same place instead of to an error page (SessionCodeChecks.initialVerify).
     */
    static Response backIntoFlow(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        authSession.setAction(CommonClientSessionModel.Action.AUTHENTICATE.name());
        authSession.setAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH, LoginActionsService.AUTHENTICATE_PATH);
        return intoFlow(ConsentRequest.of(context));
    }

    /** Says whether the user of a page was removed or disabled: an administrator can do that while the user reads. */
    static boolean isWithoutUser(RequiredActionContext context) {
        @Nullable UserModel user = context.getUser();
        return ConsentNotes.isAsked(context.getAuthenticationSession()) && (user == null || !user.isEnabled());
    }

    /**
     * Begins the sign-in anew in a tab whose user was removed or disabled. Keycloak's own steps would end in a server
     * error, or on a page without a way on.
     */
    static Response withoutUser(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        @Nullable UserModel user = context.getUser();
        AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
        authSession.setAuthNote(
                LoginActionsService.FORWARDED_ERROR_MESSAGE_NOTE,
                user == null ? Messages.INVALID_USER : Messages.ACCOUNT_DISABLED);
        return intoFlow(ConsentRequest.of(context));
    }

    /** Begins the sign-in anew, because it was too long ago, or not strong enough, for what is asked for. */
    static Response signInAnew(RequiredActionContext context) {
        AuthenticationProcessor.resetFlow(context.getAuthenticationSession(), LoginActionsService.AUTHENTICATE_PATH);
        return intoFlow(ConsentRequest.of(context));
    }

    private static Response intoFlow(ConsentRequest request) {
        return TabRedirect.to(TabRedirect.address(
                request,
                LoginActionsService.AUTHENTICATE_PATH,
                null,
                request.authSession().getTabId()));
    }
}
