package io.github.consentgrants.page;

import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.Gate;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext;
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

    /**
     * Leads to a step of the tab, changing nothing of it. Where the click leads back into the flow, the page is named in the address:
     * of a tab that has moved on meanwhile, Keycloak would otherwise change the path and not the action
     * (SessionCodeChecks.initialVerify), and lead nowhere from then on. Elsewhere whatever is next for the user is shown.
     */
    static Response to(RequiredActionContext context, String path) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        boolean named = LoginActionsService.REQUIRED_ACTION.equals(path) && ConsentNotes.returnsToFlow(authSession);
        URI location = new AuthenticationFlowURLHelper(context.getSession(), context.getRealm(), context.getUriInfo())
                .getLastExecutionUrl(
                        path,
                        named ? Gate.ACTION_ID : null,
                        authSession.getClient().getClientId(),
                        authSession.getTabId(),
                        AuthenticationProcessor.getClientData(context.getSession(), authSession));
        return Response.status(Response.Status.FOUND).location(location).build();
    }
}
