package io.github.consentgrants.page;

import io.github.consentgrants.gate.ConsentAction;
import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.request.ConcurrentRequest;
import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentProgress;
import io.github.consentgrants.request.OtherPages;
import io.github.consentgrants.request.TabTurn;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * What is left of the browser flow when the page is authorized. It runs in the request of the click, as Keycloak runs it
 * when a browser comes back to it (LoginActionsService.processFlow). So grant, consume and code have one transaction, and
 * nothing comes between them. Every execution that is left runs (docs/adr/0083).
 */
final class RestOfFlow {
    private final KeycloakSession session;
    private final AuthenticationSessionModel tab;
    private final RequiredActionContext context;
    private final Map<String, ExecutionStatus> executionsBefore;
    private final Set<String> asked;

    private RestOfFlow(RequiredActionContext context) {
        this.context = context;
        this.session = context.getSession();
        this.tab = context.getAuthenticationSession();
        this.executionsBefore = Map.copyOf(tab.getExecutionStatus());
        this.asked = Set.copyOf(tab.getRequiredActions());
    }

    /** Runs it and returns its answer: the code, the page of another step, or an error. */
    static Response run(RequiredActionContext context) {
        return new RestOfFlow(context).run();
    }

    private Response run() {
        OtherPages.keepTime(session, tab);
        TabTurn.onRollback(session, this::backToPage);
        ConsentAction.settle(tab);
        ConsentProgress.in(session).runTheFlow();
        tab.setAction(Action.AUTHENTICATE.name());
        tab.setAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH, LoginActionsService.AUTHENTICATE_PATH);
        AuthenticationProcessor processor = processor();
        Response answer = answer(processor);
        if (session.getTransactionManager().getRollbackOnly()) {
            backToPage();
        } else if (ConcurrentRequest.hasEnded(session, tab)) {
            OtherPages.ended(session, tab);
        } else {
            ConsentNotes.endReturnToFlow(tab);
        }
        // Keycloak goes on with the tab of the click, so the browser is sent to a fork of it.
        boolean forked =
                !tab.getTabId().equals(processor.getAuthenticationSession().getTabId());
        return forked ? processor.redirectToFlow() : answer;
    }

    private AuthenticationProcessor processor() {
        AuthenticationProcessor processor = new AuthenticationProcessor();
        processor
                .setAuthenticationSession(tab)
                .setFlowPath(LoginActionsService.AUTHENTICATE_PATH)
                .setBrowserFlow(true)
                .setFlowId(AuthenticationFlowResolver.resolveBrowserFlow(tab).getId())
                .setConnection(context.getConnection())
                .setEventBuilder(loginEvent())
                .setRealm(context.getRealm())
                .setSession(session)
                .setUriInfo(context.getUriInfo())
                .setRequest(context.getHttpRequest());
        @Nullable String forwarded = tab.getAuthNote(LoginActionsService.FORWARDED_ERROR_MESSAGE_NOTE);
        if (forwarded != null) {
            tab.removeAuthNote(LoginActionsService.FORWARDED_ERROR_MESSAGE_NOTE);
            processor.setForwardedErrorMessage(new FormMessage(null, forwarded));
        }
        return processor;
    }

    /** Keycloak has prepared the event of an action; what comes now is a sign-in. */
    private EventBuilder loginEvent() {
        return context.getEvent().event(EventType.LOGIN).removeDetail(Details.CUSTOM_REQUIRED_ACTION);
    }

    /** Keycloak, too, turns each exception into an answer. A refusal has marked the transaction for rollback. */
    private static Response answer(AuthenticationProcessor processor) {
        try {
            return processor.authenticate();
        } catch (WebApplicationException e) {
            return e.getResponse();
        } catch (RuntimeException e) {
            return processor.handleBrowserException(e);
        }
    }

    /**
     * Nothing of this request stays. But a tab that is kept in this node's memory has been changed already: it is put
     * back to its page, so that the user can answer again.
     */
    private void backToPage() {
        if (ConcurrentRequest.isInCache(session)) {
            tab.setAction(Action.REQUIRED_ACTIONS.name());
            tab.setAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH, LoginActionsService.REQUIRED_ACTION);
            tab.setAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION, ProviderIds.ACTION);
            tab.clearExecutionStatus();
            executionsBefore.forEach(tab::setExecutionStatus);
            tab.getRequiredActions().forEach(tab::removeRequiredAction);
            asked.forEach(tab::addRequiredAction);
            ConsentNotes.returnToFlow(tab);
        }
    }
}
