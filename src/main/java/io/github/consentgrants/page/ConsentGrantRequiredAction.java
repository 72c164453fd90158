package io.github.consentgrants.page;

import io.github.consentgrants.gate.ConsentAction;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.request.AskableAction;
import io.github.consentgrants.request.ConcurrentRequest;
import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentNotes.Notice;
import io.github.consentgrants.request.ConsentPage;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.ConsentState;
import io.github.consentgrants.request.Decisions;
import io.github.consentgrants.request.GrantConsumption;
import io.github.consentgrants.request.NextStep;
import io.github.consentgrants.request.OtherPages;
import io.github.consentgrants.request.PageInstance;
import io.github.consentgrants.request.TabSituation;
import io.github.consentgrants.store.AlreadyDecidedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The consent page: shows one request and turns one click on it into one grant, or one denial. */
final class ConsentGrantRequiredAction implements RequiredActionProvider {
    /** Where Keycloak keeps the code of the tab's form (CodeGenerateUtil). */
    private static final String ACTIVE_CODE = "active_code";

    /** Runs on every path to a code, also where the browser flow does not, each time something was finished. */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (isWithoutUser(context)) {
            throw new WebApplicationException(FlowRedirect.withoutUser(context));
        }
        OtherPages.keepTime(context.getSession(), authSession);
        takeOff(context);
        ConsentAction.ignoreRequestForIt(authSession);
        Optional<GateSettings> gate = Gate.of(authSession);
        ConsentRequest request = ConsentRequest.of(context);
        NextStep step = NextStep.atTrigger(new TabSituation(request, gate.isPresent(), true, () -> false));
        switch (step) {
            case LEAD_BACK -> ConsentAction.ask(authSession);
            case END_WITHOUT_CODE -> RequestOrigin.endWithoutCode(authSession);
            case ASK, WAIT, CONSUME -> take(step, request, gate.orElseThrow());
            case GO_ON, SHOW, END_DENIED -> ConsentAction.settle(authSession);
        }
    }

    private static void take(NextStep step, ConsentRequest request, GateSettings settings) {
        // Otherwise Keycloak would go on to its own consent page, and the guard would refuse what follows.
        AskableAction.require(request);
        if (new GrantConsumption(request, settings).take(step) == NextStep.ASK) {
            ConsentAction.ask(request.authSession());
        } else {
            ConsentAction.settle(request.authSession());
        }
    }

    /** An administrator can remove or disable a user who is reading the page. */
    private static boolean isWithoutUser(RequiredActionContext context) {
        @Nullable UserModel user = context.getUser();
        return ConsentNotes.isAsked(context.getAuthenticationSession()) && (user == null || !user.isEnabled());
    }

    /** A disabled user may still deny; the client is then told. */
    private static boolean isDenial(RequiredActionContext context) {
        @Nullable UserModel user = context.getUser();
        return user != null
                && ConsentForm.isAnswer(context.getHttpRequest())
                && ConsentForm.isDenial(context.getHttpRequest().getDecodedFormParameters());
    }

    private static void takeOff(RequiredActionContext context) {
        @Nullable UserModel user = context.getUser();
        if (user != null) {
            ConsentAction.takeOff(context.getRealm(), user);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Optional<GateSettings> gate = Gate.of(context.getAuthenticationSession());
        if (gate.isEmpty()) {
            goOn(context);
            return;
        }
        AskableAction.require(ConsentRequest.of(context));
        show(context, gate.get(), ConsentNotes.takeNotice(context.getAuthenticationSession()));
    }

    private static void show(RequiredActionContext context, GateSettings settings, @Nullable Notice notice) {
        ConsentRequest request = ConsentRequest.of(context);
        ConsentState state = ConsentState.confirmed(request);
        ConsentPage.note(request, state);
        switch (NextStep.onPage(state)) {
            case SHOW -> context.challenge(ConsentForm.render(context, ConsentPage.open(request, settings), notice));
            case END_DENIED -> end(context, request);
            default -> goOn(context);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (isWithoutUser(context) && !isDenial(context)) {
            context.challenge(FlowRedirect.withoutUser(context));
            return;
        }
        Optional<GateSettings> gate = Gate.of(context.getAuthenticationSession());
        if (gate.isEmpty()) {
            goOn(context);
            return;
        }
        AskableAction.require(ConsentRequest.of(context));
        if (ConsentForm.isAnswer(context.getHttpRequest())) {
            answer(context, gate.get(), context.getHttpRequest().getDecodedFormParameters());
        } else {
            keepCode(context);
            show(context, gate.get(), null);
        }
    }

    /**
     * Restores the session code, which the page in the browser names: Keycloak has just used it up for a request that
     * was no answer, such as a link scanner's or a preload.
     */
    private static void keepCode(RequiredActionContext context) {
        String code = context.getUriInfo().getQueryParameters().getFirst(LoginActionsService.SESSION_CODE);
        context.getAuthenticationSession().setAuthNote(ACTIVE_CODE, code);
    }

    private static void answer(
            RequiredActionContext context, GateSettings settings, MultivaluedMap<String, String> form) {
        ConsentRequest request = ConsentRequest.of(context);
        Optional<PageInstance> page = PageInstance.of(request).filter(shown -> ConsentForm.isAnswerTo(shown, form));
        if (page.isEmpty()) {
            show(context, settings, Notice.INTERRUPTED);
            return;
        }
        Binding binding = ConsentPage.requireLiveBinding(request, settings);
        if (!page.get().bindingHash().equals(binding.hash())) {
            show(context, settings, Notice.CHANGED);
        } else if (ConsentForm.isDenial(form)) {
            deny(context, request, binding);
        } else {
            authorize(context, request, settings, binding);
        }
    }

    private static void authorize(
            RequiredActionContext context, ConsentRequest request, GateSettings settings, Binding binding) {
        try {
            request.audit().granted(Decisions.authorize(request, binding, settings.timeToLive()));
        } catch (AlreadyDecidedException e) {
            goOnWithTheFirstDecision(context, binding);
            return;
        }
        goOn(context);
    }

    /** Where the authenticator asked, the flow has not ended yet: whatever comes after it must still run. */
    private static void goOn(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        ConsentAction.settle(authSession);
        if (ConsentNotes.returnsToFlow(authSession)) {
            context.challenge(FlowRedirect.backIntoFlow(context));
            ConsentNotes.removeReturnToFlow(authSession);
        } else {
            context.success();
        }
    }

    private static void deny(RequiredActionContext context, ConsentRequest request, Binding binding) {
        try {
            Decisions.deny(request, binding);
        } catch (AlreadyDecidedException e) {
            goOnWithTheFirstDecision(context, binding);
            return;
        }
        request.audit().denied(binding.require(BindingField.PAGE));
        end(context, request);
    }

    private static void end(RequiredActionContext context, ConsentRequest request) {
        ConsentPage.close(request);
        // What Keycloak records next is that the sign-in ended, as on its own consent page.
        context.getEvent().event(EventType.LOGIN);
        context.failure();
    }

    /** The same page was posted twice at once: the other post decides. This post changes nothing and follows the other. */
    private static void goOnWithTheFirstDecision(RequiredActionContext context, Binding binding) {
        context.getSession().getTransactionManager().setRollbackOnly();
        ConsentRequest request = ConsentRequest.of(context);
        String path = ConcurrentRequest.awaitDecision(request, binding.require(BindingField.PAGE))
                .orElse(LoginActionsService.REQUIRED_ACTION);
        context.challenge(FlowRedirect.after(context, request, path));
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
