package io.github.consentgrants.page;

import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.request.ConcurrentRequest;
import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.Retry;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
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
        return to(context, LoginActionsService.AUTHENTICATE_PATH);
    }

    /** Leads to where another request has led the tab, or, if that has ended it, to another tab with the same request. */
    static Response after(RequiredActionContext context, ConsentRequest request, String path) {
        return ConcurrentRequest.ENDED.equals(path) ? redirect(Retry.locationAfterEnd(request)) : to(context, path);
    }

    /**
     * Begins the sign-in anew in a tab whose user is no more, or is disabled. Keycloak's own steps would end in a server error, or on
     * a page without a way on.
     */
    static Response withoutUser(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        @Nullable UserModel user = context.getUser();
        AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
        authSession.setAuthNote(
                LoginActionsService.FORWARDED_ERROR_MESSAGE_NOTE,
                user == null ? Messages.INVALID_USER : Messages.ACCOUNT_DISABLED);
        return to(context, LoginActionsService.AUTHENTICATE_PATH);
    }

    /**
     * Leads to a step of the tab, changing nothing of it. Where the authenticator asked, the page is named in the address: of a tab that
     * has moved on meanwhile, Keycloak would otherwise change the path and not the action (SessionCodeChecks.initialVerify), and lead
     * nowhere from then on. Elsewhere whatever is next for the user is shown.
     */
    private static Response to(RequiredActionContext context, String path) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        boolean named = LoginActionsService.REQUIRED_ACTION.equals(path) && ConsentNotes.isAskedInFlow(authSession);
        return redirect(new AuthenticationFlowURLHelper(context.getSession(), context.getRealm(), context.getUriInfo())
                .getLastExecutionUrl(
                        path,
                        named ? ProviderIds.ACTION : null,
                        authSession.getClient().getClientId(),
                        authSession.getTabId(),
                        AuthenticationProcessor.getClientData(context.getSession(), authSession)));
    }

    /** An exception's answer without an entity would be replaced by Keycloak's error handler (JAX-RS 4.4). */
    private static Response redirect(URI location) {
        return Response.status(Response.Status.FOUND)
                .location(location)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity("")
                .build();
    }
}
