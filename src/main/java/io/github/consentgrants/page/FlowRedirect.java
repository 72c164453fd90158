package io.github.consentgrants.page;

import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.request.ConcurrentRequest;
import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.Retry;
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
        return to(ConsentRequest.of(context), LoginActionsService.AUTHENTICATE_PATH);
    }

    /** Leads to where another request has led the tab or, if the tab has ended, to another tab with the same request. */
    static Response after(RequiredActionContext context, ConsentRequest request, String path) {
        return ConcurrentRequest.ENDED.equals(path)
                ? TabRedirect.to(Retry.locationAfterEnd(request))
                : to(request, path);
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
        return to(ConsentRequest.of(context), LoginActionsService.AUTHENTICATE_PATH);
    }

    /**
     * Leads to a step of the tab and changes nothing of the tab. Where the authenticator asked, the address names the
     * page: if the tab has moved on meanwhile, Keycloak would otherwise change its path and not its action
     * (SessionCodeChecks.initialVerify), and the browser could not go on. Elsewhere Keycloak shows whatever is next for
     * the user.
     */
    private static Response to(ConsentRequest request, String path) {
        AuthenticationSessionModel authSession = request.authSession();
        boolean named = LoginActionsService.REQUIRED_ACTION.equals(path) && ConsentNotes.isAskedInFlow(authSession);
        return TabRedirect.to(
                TabRedirect.address(request, path, named ? ProviderIds.ACTION : null, authSession.getTabId()));
    }
}
