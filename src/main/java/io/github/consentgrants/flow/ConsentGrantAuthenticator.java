package io.github.consentgrants.flow;

import io.github.consentgrants.gate.ConsentAction;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.request.AskableAction;
import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentNotes.Notice;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.GrantConsumption;
import io.github.consentgrants.request.NextStep;
import io.github.consentgrants.request.TabSituation;
import io.github.consentgrants.request.TabTurn;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks for a grant after the login sub-flow, and consumes it when the click has led back here and the flow has no step
 * left. Otherwise the required action's trigger consumes it, after the last step. Where the authenticator cannot ask,
 * it lets the flow go on: the trigger asks, and the guard refuses.
 */
final class ConsentGrantAuthenticator implements Authenticator {
    @Override
    public void authenticate(AuthenticationFlowContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        Optional<GateSettings> gate = Gate.of(authSession);
        ConsentRequest request = ConsentRequest.of(context);
        if (gate.isPresent()) {
            TabTurn.take(request);
        }
        TabSituation situation = new TabSituation(
                request, gate.isPresent(), canAsk(context, request), () -> RemainingExecutions.any(context));
        if (NextStep.concerns(situation) && isWithoutUser(context)) {
            beginAnew(context);
            return;
        }
        NextStep step = NextStep.inFlow(situation);
        if (step != NextStep.GO_ON) {
            AskableAction.require(request);
            step = new GrantConsumption(request, gate.orElseThrow()).take(step, false);
        }
        if (step == NextStep.ASK) {
            ask(context, situation);
        } else {
            context.success();
        }
    }

    private static boolean isWithoutUser(AuthenticationFlowContext context) {
        @Nullable UserModel user = context.getUser();
        return user == null || !user.isEnabled();
    }

    /**
     * Resets the flow if a user was asked, whom an administrator can have removed meanwhile. Otherwise the
     * authenticator stands too early in the flow.
     */
    private static void beginAnew(AuthenticationFlowContext context) {
        if (ConsentNotes.isAskedInFlow(context.getAuthenticationSession())) {
            context.resetFlow();
        } else {
            context.failure(AuthenticationFlowError.UNKNOWN_USER);
        }
    }

    /** A passive request must not be challenged: Keycloak would answer it with login_required for a user who is signed in. */
    private static boolean canAsk(AuthenticationFlowContext context, ConsentRequest request) {
        return LoginActionsService.AUTHENTICATE_PATH.equals(context.getFlowPath()) && !request.isPassive();
    }

    private static void ask(AuthenticationFlowContext context, TabSituation situation) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        ConsentAction.ask(authSession);
        ConsentNotes.returnToFlow(authSession);
        FormMessage forwarded = context.getForwardedErrorMessage();
        if (forwarded != null && Messages.LOGIN_TIMEOUT.equals(forwarded.getMessage())) {
            ConsentNotes.setNotice(authSession, Notice.TIMED_OUT);
        }
        // The scopes are resolved when a flow is complete, which this one is not; the stock checks on the way read
        // them.
        AuthenticationManager.setClientScopesInSession(context.getSession(), authSession);
        boolean atOnce = situation.showsPageNext() && PageAtOnce.isPossible(context);
        context.challenge(atOnce ? PageAtOnce.of(context) : redirect(context));
    }

    /**
     * Redirects to the page with this authenticator's execution in the address, which Keycloak notes as challenged.
     * Without an execution, a browser that opens the address again after its click could not go on (see FlowRedirect);
     * the page's own execution does not match yet.
     */
    private static Response redirect(AuthenticationFlowContext context) {
        return AuthenticationManager.redirectToRequiredActions(
                context.getSession(),
                context.getRealm(),
                context.getAuthenticationSession(),
                context.getUriInfo(),
                context.getExecution().getId());
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    /** The authenticator does require a user. But if the user was removed, Keycloak would end on a page without a way on. */
    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // Nothing has to be set up by the user.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
