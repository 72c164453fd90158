package io.github.consentgrants.flow;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.BrowserHistoryHelper;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;

/** The page as the answer of the authenticator itself, where a redirect to the page would only cost a request (docs/adr/0082). */
final class PageAtOnce {
    private static final String AUTHORIZATION_ENDPOINT = "/protocol/openid-connect/auth";

    private PageAtOnce() {}

    /**
     * Says whether the address that the browser is at can be loaded again. Without a script, the browser keeps it: a
     * form would be posted again. The address of a pushed request is good for a minute, but Keycloak itself leads on
     * from there (AuthorizationEndpoint.buildAuthorizationCodeAuthorizationResponse).
     */
    static boolean isPossible(AuthenticationFlowContext context) {
        return HttpMethod.GET.equals(context.getHttpRequest().getHttpMethod())
                && context.getUriInfo().getPath().endsWith(AUTHORIZATION_ENDPOINT);
    }

    /**
     * Lets Keycloak show what is next for the user, in the state in which it redirects to there
     * (AuthenticationManager.redirectToRequiredActions).
     */
    static Response of(AuthenticationFlowContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        tab.setAction(Action.REQUIRED_ACTIONS.name());
        tab.setAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH, LoginActionsService.REQUIRED_ACTION);
        Response page = AuthenticationManager.nextActionAfterAuthentication(
                context.getSession(),
                tab,
                context.getConnection(),
                context.getHttpRequest(),
                context.getUriInfo(),
                context.getEvent());
        ShownStep.keep(context.getSession(), tab);
        // What Keycloak notes next, and the address to which it would have redirected.
        tab.setAuthNote(
                AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION,
                context.getExecution().getId());
        return BrowserHistoryHelper.getInstance()
                .saveResponseAndRedirect(context.getSession(), tab, page, true, context.getHttpRequest());
    }
}
